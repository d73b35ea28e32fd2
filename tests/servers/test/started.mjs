// Starts one of the servers as the centre's tests do: what it says when it listens, and its end with its standard input.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export async function started(name, given) {
  const program = new URL(`../${name}`, import.meta.url).pathname;
  const server = spawn(process.execPath, [program, ...(given ? [JSON.stringify(given)] : [])], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [line] = await once(createInterface(server.stdout), "line");
  const end = async () => {
    server.stdin.end();
    return (await once(server, "exit"))[0];
  };
  return { ...JSON.parse(line), end };
}
