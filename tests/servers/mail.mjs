// A mail server for the tests of what the centre sends: a real one, whose mail nobody gets.
//
//   node mail.mjs '{"folder": "/where/mails/go", "auth": {"user", "password"}, "tls": {"cert", "key"}}'
//
// Prints one line of JSON with its port when it listens, on a port of loopback that the system gives out, and ends when its
// standard input does. Every mail becomes a file `0001.eml` in the folder, complete before the sender has the answer, with
// the envelope in front of it as a mail server writes it: Return-Path, and Delivered-To for each recipient.
//
// `auth` and `tls` (names of PEM files; then STARTTLS is offered, and no password taken before it) may be left out. The
// recipient's address says how the mail is refused:
//
//   451.anybody@...      for a time, with this code, as often as it is tried
//   451x2.anybody@...    the first two times; the third delivers
//   550.anybody@...      for ever, with this code
//   silent.anybody@...   no answer at all
import { once } from "node:events";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { SMTPServer } from "smtp-server";

const { folder, auth, tls } = JSON.parse(process.argv[2]);
const tried = new Map();
let mails = 0;

const server = new SMTPServer({
  banner: "mail for tests",
  disabledCommands: [...(auth ? [] : ["AUTH"]), ...(tls ? [] : ["STARTTLS"])],
  ...(tls && { cert: readFileSync(tls.cert), key: readFileSync(tls.key) }),
  allowInsecureAuth: !tls,
  authOptional: !auth,
  onAuth({ username, password }, _, answer) {
    const right = username === auth.user && password === auth.password;
    answer(right ? null : refusal(535, "wrong user or password"), { user: username });
  },
  onRcptTo({ address }, _, answer) {
    if (address.startsWith("silent.")) return;
    const [, code, times] = /^([45]\d\d)(?:x(\d+))?\./.exec(address) ?? [];
    const before = tried.get(address) ?? 0;
    tried.set(address, before + 1);
    const refused = code && before < Number(times ?? Infinity);
    answer(refused ? refusal(Number(code), "refused, as its address says") : null);
  },
  onData(stream, { envelope }, answer) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      keep(envelope, Buffer.concat(parts));
      answer();
    });
  },
});
// A sender that hangs up in the middle is no fault of this end.
server.on("error", () => {});
server.listen(0, "127.0.0.1");
await once(server.server, "listening");
process.stdin.resume().on("end", () => process.exit());
console.log(JSON.stringify({ port: server.server.address().port }));

// Under its name only when it is whole: a test that waits for the file never reads half of it.
function keep({ mailFrom, rcptTo }, mail) {
  const delivered = rcptTo.map(({ address }) => `Delivered-To: ${address}\r\n`).join("");
  const name = `${folder}/${String(++mails).padStart(4, "0")}.eml`;
  writeFileSync(
    `${name}.part`,
    Buffer.concat([Buffer.from(`Return-Path: <${mailFrom.address}>\r\n${delivered}`), mail]),
  );
  renameSync(`${name}.part`, name);
}

function refusal(responseCode, message) {
  return Object.assign(new Error(message), { responseCode });
}
