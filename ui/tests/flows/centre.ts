// A real centre for a flow: the service on a PostgreSQL of its own with the demo organization, and a network before it that
// can be cut.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const SCRIPTS = resolve("../scripts");
const CENTRAL = resolve("..", process.env["CARGO_TARGET_DIR"] ?? "target", "debug/central");
export const ORGANIZATION = "demo";
export const PERSON = { login: "front-desk", password: "seven wooden ducks" };

/** Who signs in with a second factor: each code is good once. */
export interface Leader {
  login: string;
  password: string;
  code(): string;
}

export interface Centre {
  port: number;
  /** Somebody who leads the organization. */
  leader(): Promise<Leader>;
  /** A code that makes a PC a desk of that name. */
  enroll(name: string): string;
}

export async function withCentre(use: (centre: Centre) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "front-desk-centre-"));
  const port = await freePort();
  const serving = spawn(
    join(SCRIPTS, "with-postgres.sh"),
    [join(SCRIPTS, "run-central.sh"), "inside", CENTRAL, folder],
    {
      cwd: resolve(".."),
      env: { ...process.env, LISTEN: `127.0.0.1:${port}`, POSTGRES_FSYNC: "off" },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  try {
    const { database, codes } = await told(serving);
    const url = `http://127.0.0.1:${port}`;
    await ready(url);
    await post(`${url}/v1/passwords`, {
      organization: ORGANIZATION,
      code: codes.get(PERSON.login),
      password: PERSON.password,
    });
    await use({
      port,
      leader: () => leader(url, codes.get("practice-manager") ?? ""),
      enroll: (name) => enroll(folder, port, database, name),
    });
  } finally {
    const gone = new Promise((done) => serving.once("exit", done));
    serving.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true });
  }
}

/** What the start says: where the database is, and people's one-time codes. */
async function told(serving: ChildProcess): Promise<{ database: string; codes: Map<string, string> }> {
  if (!serving.stdout) throw new Error("the centre has no output");
  const codes = new Map<string, string>();
  for await (const line of createInterface({ input: serving.stdout })) {
    const [, login, code] = /^ {2}([a-z-]+) +(\S+)$/.exec(line) ?? [];
    if (login && code) codes.set(login, code);
    const database = /its database: psql "(.*)"$/.exec(line)?.[1];
    if (database) return { database, codes };
  }
  throw new Error("the centre stopped before it was ready");
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((soon) => setTimeout(soon, 100));
  }
}

async function post(url: string, body: object, token?: string): Promise<unknown> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** Chooses a password and a second factor, as on a page of the centre. */
async function leader(url: string, oneTime: string): Promise<Leader> {
  const who = { login: "practice-manager", password: "eight wooden ducks" };
  const signIn = [join(SCRIPTS, "sign-in.sh"), url, ORGANIZATION, who.login, oneTime] as const;
  const env = { ...process.env, PASSWORD: who.password };
  const token = execFileSync(signIn[0], signIn.slice(1), { env, encoding: "utf8" }).trim();
  const { secret } = (await post(`${url}/v1/session/totp`, {}, token)) as { secret: string };
  // The code before, that of now and the next one are taken.
  let step = now() - 1;
  await post(`${url}/v1/session/totp/confirm`, { code: codeAt(secret, step) }, token);
  return { ...who, code: () => codeAt(secret, (step = Math.max(step + 1, now()))) };
}

const now = () => Math.floor(Date.now() / 30_000);

/** RFC 6238, by a secret in base 32. */
function codeAt(secret: string, step: number): string {
  const bits = [...secret].map((it) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(it).toString(2).padStart(5, "0"));
  const key = Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((it) => parseInt(it, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function enroll(folder: string, port: number, database: string, name: string): string {
  const key = (file: string) => join(folder, "keys", file);
  const env = {
    ...process.env,
    CENTRAL_LISTEN: `127.0.0.1:${port}`,
    CENTRAL_DATABASE_URL: `${database} user=application_user`,
    CENTRAL_TOKEN_KEY: key("token.pem"),
    CENTRAL_TOKEN_PUBLIC_KEY: key("token.pub.pem"),
    CENTRAL_AUDIT_KEY: key("audit.pem"),
    CENTRAL_SECRET_KEY: key("secret.key"),
    CENTRAL_RECORD_KEYS: `[{ id = 'first', path = '${key("record.key")}' }]`,
  };
  const wanted = ["--organization", ORGANIZATION, "--name", name, "--login", "administrator"];
  const said = execFileSync(CENTRAL, ["device", "enroll", ...wanted], { env, encoding: "utf8" });
  return /code (\S+)/.exec(said)?.[1] ?? "";
}

export interface Network {
  url: string;
  cut(): void;
  mend(): void;
  close(): void;
}

/** Between a desk and the centre. */
export async function networkTo(port: number): Promise<Network> {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((desk) => {
    if (isCut) return desk.destroy();
    const centre = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [desk, centre],
      [centre, desk],
    ] as const) {
      open.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  const own = await new Promise<number>((at) =>
    server.listen(0, "127.0.0.1", () => at((server.address() as AddressInfo).port)),
  );
  const cut = () => {
    isCut = true;
    open.forEach((it) => it.destroy());
  };
  const close = () => {
    cut();
    server.close();
  };
  return { url: `http://127.0.0.1:${own}`, cut, mend: () => (isCut = false), close };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((at) =>
    server.listen(0, "127.0.0.1", () => at((server.address() as AddressInfo).port)),
  );
  await new Promise((closed) => server.close(closed));
  return port;
}
