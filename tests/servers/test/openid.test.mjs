import { strict as assert } from "node:assert";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { started } from "./started.mjs";

const callback = "http://127.0.0.1:51987/signed-in";

// The way of a browser: redirects with the cookies kept, the form, and the answer at the address that was asked for.
async function walk(issuer, query, login) {
  const jar = new Map();
  let [url, body] = [`${issuer}/auth?${new URLSearchParams(query)}`, undefined];
  while (url.startsWith(issuer)) {
    const headers = { cookie: [...jar].map((it) => it.join("=")).join("; ") };
    const answer = await fetch(url, { method: body ? "POST" : "GET", body, headers, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(";")[0].split("=");
      jar.set(name, value);
    }
    const next = answer.headers.get("location");
    if (!next && answer.status >= 400) return { status: answer.status };
    body = next ? undefined : new URLSearchParams(login ? { login } : {});
    url = next ? new URL(next, url).href : url;
  }
  return Object.fromEntries(new URL(url).searchParams);
}

async function signIn(issuer, login, verifierSent) {
  const verifier = randomBytes(32).toString("base64url");
  const asked = {
    client_id: "front-desk",
    response_type: "code",
    redirect_uri: callback,
    scope: "openid profile email",
    state: "of-this-desk",
    nonce: "once",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  const answer = await walk(issuer, asked, login);
  if (!answer.code) return { answer };
  const exchange = {
    grant_type: "authorization_code",
    client_id: "front-desk",
    redirect_uri: callback,
    code: answer.code,
  };
  const body = new URLSearchParams({ ...exchange, code_verifier: verifierSent ?? verifier });
  return { answer, tokens: await (await fetch(`${issuer}/token`, { method: "POST", body })).json() };
}

const check = (issuer, { id_token }) =>
  jwtVerify(id_token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), { issuer, audience: "front-desk" });

test("a person signs in by code and PKCE, on any port of loopback", async () => {
  const server = await started("openid.mjs");
  const { answer, tokens } = await signIn(server.issuer, "ada");
  assert.equal(answer.state, "of-this-desk");
  assert.equal(answer.iss, server.issuer);
  const { payload } = await check(server.issuer, tokens);
  const { sub, nonce, email, email_verified, name } = payload;
  assert.deepEqual(
    { sub, nonce, email, email_verified, name },
    { sub: "ada", nonce: "once", email: "ada@clinic.test", email_verified: true, name: "Ada Amani" },
  );
  assert.equal(await server.end(), 0);
});

test("who thinks better of it, another verifier, and no PKCE at all are refused", async () => {
  const server = await started("openid.mjs");
  assert.equal((await signIn(server.issuer)).answer.error, "access_denied");
  assert.equal(
    (await signIn(server.issuer, "ada", randomBytes(32).toString("base64url"))).tokens.error,
    "invalid_grant",
  );
  const bare = { client_id: "front-desk", response_type: "code", redirect_uri: callback, scope: "openid" };
  assert.equal((await walk(server.issuer, bare, "ada")).error, "invalid_request");
  await server.end();
});

test("another address to come back to is an error page", async () => {
  const server = await started("openid.mjs");
  const elsewhere = { client_id: "front-desk", response_type: "code", redirect_uri: "http://127.0.0.1/elsewhere" };
  assert.equal((await walk(server.issuer, elsewhere, "ada")).status, 400);
  await server.end();
});

test("forged answers are forged", async () => {
  const people = [
    { sub: "fay", forged: { nonce: "twice" } },
    { sub: "fox", foreign_key: true },
  ];
  const server = await started("openid.mjs", { people });
  const fay = await signIn(server.issuer, "fay");
  assert.equal((await check(server.issuer, fay.tokens)).payload.nonce, "twice");
  const fox = await signIn(server.issuer, "fox");
  await assert.rejects(check(server.issuer, fox.tokens), { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
  await server.end();
});
