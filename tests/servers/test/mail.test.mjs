import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { after, test } from "node:test";
import { createTransport } from "nodemailer";
import { started } from "./started.mjs";

const folder = mkdtempSync(`${tmpdir()}/mails.`);
after(() => rmSync(folder, { recursive: true }));

const to = (port, more = {}) => createTransport({ host: "127.0.0.1", port, ...more });
const letter = (to) => ({ from: "clinic@centre.test", to, subject: "Your visit", text: "On Monday.\n.\nSee you." });
const code = async (sending) =>
  (
    await sending.then(
      () => ({ responseCode: 250 }),
      (error) => error,
    )
  ).responseCode;

test("a mail is a file with its envelope, and the address says what is refused", async () => {
  const server = await started("mail.mjs", { folder });
  const sender = to(server.port);
  await sender.sendMail(letter(["ada@home.test", "bo@home.test"]));
  assert.deepEqual(readdirSync(folder), ["0001.eml"]);
  const mail = readFileSync(`${folder}/0001.eml`, "utf8");
  assert.match(
    mail,
    /^Return-Path: <clinic@centre.test>\r\nDelivered-To: ada@home.test\r\nDelivered-To: bo@home.test\r\n/,
  );
  assert.match(mail, /\r\nSubject: Your visit\r\n/);
  assert.match(mail, /On Monday.\r\n\.\r\nSee you./);

  assert.equal(await code(sender.sendMail(letter("550.ada@home.test"))), 550);
  const twice = letter("451x2.ada@home.test");
  const answers = [];
  for (let each = 0; each < 3; each++) answers.push(await code(sender.sendMail(twice)));
  assert.deepEqual(answers, [451, 451, 250]);
  assert.deepEqual(readdirSync(folder), ["0001.eml", "0002.eml"]);
  assert.equal(await server.end(), 0);
});

test("with a certificate and a password, nothing goes without either", async () => {
  const [cert, key] = [`${folder}/cert.pem`, `${folder}/key.pem`];
  const made = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-subj",
    "/CN=localhost",
  ];
  const named = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "1", "-keyout", key, "-out", cert];
  assert.equal(spawnSync("openssl", [...made, ...named]).status, 0);
  const auth = { user: "centre", password: "secret" };
  const server = await started("mail.mjs", { folder, auth, tls: { cert, key } });
  const tls = { ca: readFileSync(cert) };
  const login = { user: "centre", pass: "secret" };
  assert.equal(await code(to(server.port, { ignoreTLS: true }).sendMail(letter("ada@home.test"))), 530);
  assert.equal(await code(to(server.port, { requireTLS: true, tls }).sendMail(letter("ada@home.test"))), 530);
  const wrong = to(server.port, { requireTLS: true, tls, auth: { ...login, pass: "guessed" } });
  assert.equal(await code(wrong.sendMail(letter("ada@home.test"))), 535);
  const right = to(server.port, { requireTLS: true, tls, auth: login });
  assert.equal(await code(right.sendMail(letter("ada@home.test"))), 250);
  await server.end();
});
