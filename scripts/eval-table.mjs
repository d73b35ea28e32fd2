// Runs the predictions over every set, has them scored, and prints what was reached beside what is to be reached.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [sets, predict] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "eval-"));
const lines = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean).map((it) => JSON.parse(it));
const rowsOf = (name) => lines(join(sets, `${name}.jsonl`));

/** The lists that a clinic would have of its own: every name that stands in the rows, once. */
function listsOf(names) {
  const lists = {};
  for (const row of names.flatMap(rowsOf)) {
    for (const slot of row.slots ?? []) {
      if (["date", "time", "reason"].includes(slot.name)) continue;
      (lists[slot.name] ??= new Set()).add(row.text.slice(slot.start, slot.end));
    }
  }
  const file = join(folder, "names.json");
  writeFileSync(file, JSON.stringify(Object.fromEntries(Object.entries(lists).map(([k, v]) => [k, [...v]]))));
  return file;
}

function predicted(name, gold, more = []) {
  const file = join(folder, `${name}.pred`);
  writeFileSync(file, execFileSync(predict, [gold, ...more], { maxBuffer: 1 << 28 }));
  return file;
}

function scored(name, { rows, more } = {}) {
  const gold = rows ? join(folder, `${name}.jsonl`) : join(sets, `${name}.jsonl`);
  if (rows) writeFileSync(gold, rows.map((it) => JSON.stringify(it)).join("\n"));
  const file = predicted(name, gold, more);
  const said = execFileSync("python3", [join(sets, "score.py"), gold, file, "--json"], { maxBuffer: 1 << 28 });
  return { score: JSON.parse(said), predictions: new Map(lines(file).map((it) => [it.id, it])) };
}

/** The same rows as somebody types them in a hurry. Letters are swapped by a count, so that it is the same every time. */
const lowered = (it) => ({ ...it, text: it.text.toLowerCase().replace(/[^\p{L}\p{N}\s:/'-]/gu, " ") });
function mistyped(it, index) {
  const words = [...it.text.matchAll(/[A-Za-z]{5,}/g)];
  if (words.length === 0) return it;
  const word = words[(index * 7) % words.length];
  const at = word.index + 1 + (index % (word[0].length - 3));
  return { ...it, text: it.text.slice(0, at) + it.text[at + 1] + it.text[at] + it.text.slice(at + 2) };
}

const WRITES = ["appointment_booking", "reschedule", "cancel", "waitlist", "check_in", "confirm"];
const strong = (it) => it.mapping === "strong";
const right = (rows, { predictions }) => rows.filter((it) => it.accept.includes(predictions.get(it.id)?.intent)).length;
const share = (part, whole) => Math.round((1000 * part) / whole) / 10;

const names = ["--names", listsOf(["scheduling", "slots_only", "dialogue_acts"])];
const table = [];
const row = (what, goal, reached) => table.push([what, goal, String(reached)]);

const dates = scored("datetime");
row("date expressions: exact / false positives", ">= 92 % / <= 3 %", `${dates.score.ALL.exact} / ${dates.score.NONE.false_positive}`);
const utterances = scored("datetime_utterances");
row("date and time of whole utterances", ">= 98 %", utterances.score.ALL.exact);
row("one date parse: median / p95, microseconds", "<= 20 / <= 100", `${dates.score.microseconds.median} / ${dates.score.microseconds.p95}`);

const scheduling = scored("scheduling", { more: names });
const intents = ["scheduling", "faq", "oos"].map((name) => [rowsOf(name), name === "scheduling" ? scheduling : scored(name)]);
const ofIntent = (change) => {
  const rows = intents.flatMap(([rows]) => rows).filter(strong);
  if (!change) return share(intents.reduce((sum, [rows, it]) => sum + right(rows.filter(strong), it), 0), rows.length);
  return share(right(rows, scored("changed", { rows: rows.map(change) })), rows.length);
};
const plain = ofIntent();
row("intent, strong rows", ">= 95 %", plain);
const [foreign, foreignSaid] = intents[2];
const wrote = foreign.filter((it) => WRITES.includes(foreignSaid.predictions.get(it.id)?.intent)).length;
row("out of scope: recall / a write proposed", ">= 95 % / <= 0.5 %", `${share(right(foreign, foreignSaid), foreign.length)} / ${share(wrote, foreign.length)}`);
row("intent lost by one typo / lower case without signs", "<= 2 / <= 1 points", `${(plain - ofIntent(mistyped)).toFixed(1)} / ${(plain - ofIntent(lowered)).toFixed(1)}`);

const alone = scored("slots_only", { more: names });
const acts = scored("dialogue_acts", { more: names });
const f1 = (name) => [scheduling, alone, acts].map((it) => it.score.slots?.[name]?.F1 ?? "-").join(", ");
for (const [name, goal] of [["date", 97], ["time", 97], ["provider_name", 97], ["patient_name", 95]]) {
  row(`slot ${name}: F1 in scheduling, names, replies`, `>= ${goal}`, f1(name));
}
const replies = rowsOf("dialogue_acts");
const wrongYes = replies.filter((it) => {
  const said = acts.predictions.get(it.id)?.acts ?? [];
  const isNoOrQuestion = it.acts.includes("negate") || it.acts.some((act) => act.startsWith("request"));
  return said.includes("affirm") && !it.acts.includes("affirm") && isNoOrQuestion;
}).length;
row("replies: exact / no or a question read as yes", ">= 93 % / <= 0.3 %", `${acts.score.acts.set_exact} / ${share(wrongYes, replies.length)}`);
const faq = scored("faq_retrieval");
row("retrieval: recall@1 / @5", ">= 45 % / >= 85 %", `${faq.score["recall@1"]} / ${faq.score["recall@5"]}`);
const whole = scheduling.score.microseconds;
row("whole understanding: p95 / worst, microseconds", "< 1000 / < 5000", `${whole.p95} / ${whole.max}`);

const single = join(folder, "single.jsonl");
writeFileSync(single, JSON.stringify(rowsOf("scheduling")[0]));
const started = performance.now();
execFileSync(predict, [single]);
row("ready and one sentence, the program's start included, milliseconds", "< 50", Math.round(performance.now() - started));

rmSync(folder, { recursive: true });

/** Which of a row's figures are short; one goal holds for all of them where there is only one. */
function shortOf([, goal, reached]) {
  const goals = [...goal.matchAll(/(>=|<=|<) ([\d.]+)/g)];
  return reached.split(/ \/ |, /).filter((it, at) => {
    const [, sign, limit] = goals[at] ?? goals[0];
    const isMet = { ">=": Number(it) >= Number(limit), "<=": Number(it) <= Number(limit), "<": Number(it) < Number(limit) };
    return it !== "-" && !isMet[sign];
  }).length;
}

const wide = [0, 1].map((column) => Math.max(...table.map((it) => it[column].length)));
for (const it of table) {
  const [what, goal, reached] = it;
  console.log(`${what.padEnd(wide[0])}  ${goal.padEnd(wide[1])}  ${reached}${shortOf(it) > 0 ? "  (short)" : ""}`);
}
const short = table.reduce((sum, it) => sum + shortOf(it), 0);
console.log(`eval: 8 sets, ${short} figures short of their goal`);
