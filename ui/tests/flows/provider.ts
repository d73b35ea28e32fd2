// A real OpenID provider for a flow, whose people are made up: tests/servers/openid.mjs says what it does.
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

export async function withProvider(use: (issuer: string) => Promise<void>): Promise<void> {
  const provider = spawn("node", [resolve("../tests/servers/openid.mjs")], { stdio: ["pipe", "pipe", "ignore"] });
  try {
    for await (const line of createInterface({ input: provider.stdout })) {
      await use((JSON.parse(line) as { issuer: string }).issuer);
      return;
    }
    throw new Error("the provider stopped before it was ready");
  } finally {
    const gone = new Promise((done) => provider.once("exit", done));
    // It ends with its standard input.
    provider.stdin.end();
    await gone;
  }
}
