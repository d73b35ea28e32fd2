// An OpenID provider for the tests of signing in through an organization's own: a real one, whose people are made up.
//
//   node openid.mjs ['{"people": [...], "clients": [...]}']
//
// Prints one line of JSON with its issuer when it listens, on a port of loopback that the system gives out, and ends when
// its standard input does. Who signs in follows the redirects as a browser would, cookies kept: the first page without one
// is the form, which takes a POST of `login` (a person's sub), or one of nothing for a person who thinks better of it.
//
// A person may have `forged`: claims that overwrite the ones in the signed answer, and `foreign_key`: true, which signs it
// with a key that the provider does not have. So a test meets an answer that no honest provider gives.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import Provider, { interactionPolicy } from "oidc-provider";

const made = JSON.parse(process.argv[2] ?? "{}");
const people = made.people ?? [
  { sub: "ada", name: "Ada Amani", email: "ada@clinic.test", email_verified: true },
  { sub: "bo", name: "Bo Berg", email: "bo@clinic.test", email_verified: false },
];
const loopback = {
  client_id: "front-desk",
  application_type: "native",
  redirect_uris: ["http://127.0.0.1/signed-in"],
  token_endpoint_auth_method: "none",
};
const clients = (made.clients ?? [loopback]).map((it) => ({
  grant_types: ["authorization_code"],
  response_types: ["code"],
  ...it,
}));

const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

// Nobody is asked what the clinic may know: the organization has agreed to it.
const prompts = interactionPolicy.base();
prompts.remove("consent");

const server = createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [{ ...key.export({ format: "jwk" }), alg: "RS256", use: "sig" }] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { policy: prompts, url: (_, interaction) => `/form/${interaction.uid}` },
  findAccount: (_, sub) => {
    const person = people.find((it) => it.sub === sub);
    return person && { accountId: sub, claims: () => person };
  },
  loadExistingGrant: agree,
});
provider.use(form);
provider.use(forge);
server.on("request", provider.callback());
process.stdin.resume().on("end", () => process.exit());
console.log(JSON.stringify({ issuer, people: people.map((it) => it.sub), clients: clients.map((it) => it.client_id) }));

async function agree({ oidc }) {
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope("openid profile email");
  await grant.save();
  return grant;
}

async function form(ctx, next) {
  if (!ctx.path.startsWith("/form/")) return next();
  if (ctx.method === "GET") {
    ctx.body = `<!doctype html><title>Sign in</title><form method="post"><input name="login"><button>Sign in</button></form>`;
    return;
  }
  const login = new URLSearchParams(await text(ctx.req)).get("login");
  const known = people.some((it) => it.sub === login);
  const result = known ? { login: { accountId: login } } : { error: "access_denied" };
  await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  ctx.respond = false;
}

async function forge(ctx, next) {
  await next();
  const token = ctx.path === "/token" && ctx.body?.id_token;
  const person = token && people.find((it) => it.sub === decodeJwt(token).sub);
  if (!person?.forged && !person?.foreign_key) return;
  const jwt = new SignJWT({ ...decodeJwt(token), ...person.forged }).setProtectedHeader(decodeProtectedHeader(token));
  ctx.body.id_token = await jwt.sign(person.foreign_key ? foreign : key);
}

async function text(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}
