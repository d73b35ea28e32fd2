// A real centre for a flow: the service on a PostgreSQL of its own with the demo organization, and a network before it that
// can be cut.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { type Phone, setUpFactor } from "./phone";

const SCRIPTS = resolve("../scripts");
const CENTRAL = resolve("..", process.env["CARGO_TARGET_DIR"] ?? "target", "debug/central");
export const ORGANIZATION = "demo";
export const PERSON = { login: "front-desk", password: "seven wooden ducks" };

const GIVE_UP = "UPDATE central.event_deliveries SET state = 'dead', attempts = 10, code = 'panicked'";
const TWO = "SELECT event_id, handler FROM central.event_deliveries WHERE state = 'done' ORDER BY 1, 2 LIMIT 2";

export interface Centre {
  port: number;
  /** A code that makes a PC a desk of that name. */
  enroll(name: string): string;
  /** Somebody of the demo chooses the password of everybody here and sets up a second factor; an administrator takes roles. */
  phoneOf(login: string, roles?: string[]): Promise<Phone>;
  /** An hour passes since anybody showed a second factor. */
  forgetFactors(): void;
  /** A part of the centre has given up on two things that happened. */
  giveUpOnTwo(): void;
  /** The one-time code with which somebody of the demo comes for the first time. */
  codeOf(login: string): string;
  /** From now on the organization signs in at this provider, and nobody but administrators with a password. */
  signInAt(issuer: string, administrator: Phone): Promise<void>;
}

export async function withCentre(use: (centre: Centre) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "front-desk-centre-"));
  const port = await freePort();
  const serving = spawn(
    join(SCRIPTS, "with-postgres.sh"),
    [join(SCRIPTS, "run-central.sh"), "inside", CENTRAL, folder],
    {
      cwd: resolve(".."),
      env: {
        ...process.env,
        LISTEN: `127.0.0.1:${port}`,
        POSTGRES_FSYNC: "off",
        // The tests' own is on this machine.
        CENTRAL_PRIVATE_IDENTITY_PROVIDERS: "true",
      },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  try {
    const { database, codes } = await told(serving);
    const url = `http://127.0.0.1:${port}`;
    await ready(url);
    const choose = (login: string) => {
      const password = { organization: ORGANIZATION, code: codes.get(login), password: PERSON.password };
      return post(`${url}/v1/passwords`, password);
    };
    await choose(PERSON.login);
    const phoneOf = async (login: string, roles?: string[]) => {
      if (login !== PERSON.login) await choose(login);
      const phone = await setUpFactor(url, ORGANIZATION, login, PERSON.password);
      if (roles) await giveRoles(url, phone.token, roles);
      return phone;
    };
    const codeOf = (login: string) => codes.get(login) ?? "";
    const signInAt = (issuer: string, { token }: Phone) => putProvider(url, token, issuer);
    const sql = (statement: string) => execFileSync("psql", [database, "-qc", statement], { stdio: "pipe" });
    const forgetFactors = () => sql("UPDATE central.sessions SET mfa_at = mfa_at - interval '1 hour'");
    const giveUpOnTwo = () => sql(`${GIVE_UP} WHERE (event_id, handler) IN (${TWO})`);
    await use({
      port,
      enroll: (name) => enroll(folder, port, database, name),
      phoneOf,
      forgetFactors,
      giveUpOnTwo,
      codeOf,
      signInAt,
    });
  } finally {
    const gone = new Promise((done) => serving.once("exit", done));
    serving.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true });
  }
}

/** What the start says: where the database is, and the one-time code of each person of the demo. */
async function told(serving: ChildProcess): Promise<{ database: string; codes: Map<string, string> }> {
  if (!serving.stdout) throw new Error("the centre has no output");
  const codes = new Map<string, string>();
  for await (const line of createInterface({ input: serving.stdout })) {
    const [, login, code] = /^ {2}(\S+) +([A-Z0-9-]+)$/.exec(line) ?? [];
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

async function post(url: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}

async function giveRoles(url: string, token: string, roles: string[]): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const { person } = (await (await fetch(`${url}/v1/session`, { headers })).json()) as { person: string };
  const { version } = (await (await fetch(`${url}/v1/people/${person}`, { headers })).json()) as { version: number };
  const body = JSON.stringify({ version, roles });
  const answer = await fetch(`${url}/v1/people/${person}`, { method: "PATCH", headers, body });
  if (!answer.ok) throw new Error(`roles: ${answer.status} ${await answer.text()}`);
}

async function putProvider(url: string, token: string, issuer: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ issuer, client_id: "front-desk", is_enforced: true, is_mfa_trusted: true });
  const answer = await fetch(`${url}/v1/identity-provider`, { method: "PUT", headers, body });
  if (!answer.ok) throw new Error(`provider: ${answer.status} ${await answer.text()}`);
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
