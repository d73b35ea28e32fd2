// The second factor of somebody in a flow: set up as a program does that is no desk, its codes made as an app makes them.
import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";

export interface Phone {
  /** For the API, in the session in which it was set up. */
  token: string;
  /** The code of the next half minute: each works once, and those beside the centre's clock do too. */
  code(): string;
}

const STEP_SECONDS = 30;

/** Signs in with a key of its own, and confirms a new secret with its first code. */
export async function setUpFactor(url: string, organization: string, login: string, password: string): Promise<Phone> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = publicKey.export({ format: "jwk" }).x ?? "";
  const text = (of: object) => Buffer.from(JSON.stringify(of)).toString("base64url");
  const claims = { aud: "agentcare-central", htm: "POST", htu: "/v1/sessions", iat: seconds(), jti: randomUUID() };
  const signed = `${text({ typ: "dpop+jwt", alg: "EdDSA" })}.${text(claims)}`;
  const proof = `${signed}.${sign(null, Buffer.from(signed), privateKey).toString("base64url")}`;
  const session = await post<{ access_token: string }>(`${url}/v1/sessions`, "", {
    organization,
    login,
    password,
    key,
    proof,
  });
  const begun = await post<{ secret: string }>(`${url}/v1/session/totp`, session.access_token, {});
  const code = appWith(begun.secret);
  const confirming = { code: code() };
  const confirmed = await post<{ access_token: string }>(
    `${url}/v1/session/totp/confirm`,
    session.access_token,
    confirming,
  );
  return { token: confirmed.access_token, code };
}

/** An app into which this was typed. From the half minute before now on: three codes are good without waiting. */
export function appWith(spelled: string): () => string {
  const secret = fromBase32(spelled.replaceAll(" ", ""));
  const before = () => Math.floor(seconds() / STEP_SECONDS) - 1;
  let step = before() - 1;
  return () => codeOf(secret, (step = Math.max(step + 1, before())));
}

const seconds = () => Math.floor(Date.now() / 1000);

async function post<T>(url: string, token: string, body: object): Promise<T> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** RFC 6238: six digits of the step's HMAC. */
function codeOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

function fromBase32(text: string): Buffer {
  const digits = [...text.replace(/=+$/, "")].map((it) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(it));
  const bits = digits.map((it) => it.toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((it) => parseInt(it, 2)));
}
