// What the page weighs: the scripts that have to be there before the first screen, and all of them, gzipped. A window
// fetches the words of the language that it speaks; the largest language is counted, and all of them in a line of its own.
// So are things that are no part of the front desk's day, each with its words: how a clinic is set up, what its agents say and know,
// its capacity, and what administrators do beside that. A desk belongs to a centre or does not: of its people, imports and first start on one side, and the rooms of an organization on the other, the
// larger is counted, with the words of them all.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

const DIST = resolve(import.meta.dirname, "../dist");
// All the libraries that were chosen at first, together.
const LIBRARIES_KB = 121;

export async function scriptSizes() {
  const assets = join(DIST, "assets");
  const scripts = readdirSync(assets).filter((it) => it.endsWith(".js"));
  const text = new Map(scripts.map((it) => [it, readFileSync(join(assets, it), "utf8")]));
  const page = readFileSync(join(DIST, "index.html"), "utf8");
  const entries = [...page.matchAll(/src="\.\/assets\/([^"]+\.js)"/g)].map(([, name]) => name);
  const sum = (names) => [...names].reduce((bytes, name) => bytes + gzipSync(text.get(name)).length, 0) / 1000;
  const languages = scripts.filter((it) => /^[a-z]{2}-/.test(it)).sort((a, b) => sum([a]) - sum([b]));
  const [spoken, ...others] = languages.reverse();
  const named = (pattern) => scripts.filter((it) => pattern.test(it));
  const setup = named(/^setup-/);
  const setupWords = named(/^[a-z]{2}\.setup-/).sort((a, b) => sum([b]) - sum([a]));
  const [alone, joined] = [named(/^(clinic|FirstRun)-/), named(/^organization-/)];
  const theirWords = named(/^[a-z]{2}\.administration-/).sort((a, b) => sum([b]) - sum([a]));
  const answers = named(/^answers-/);
  const answersWords = named(/^[a-z]{2}\.answers-/).sort((a, b) => sum([b]) - sum([a]));
  const capacity = named(/^capacity-/);
  const capacityWords = named(/^[a-z]{2}\.capacity-/).sort((a, b) => sum([b]) - sum([a]));
  const apart = new Set([
    ...others,
    ...setup,
    ...setupWords,
    ...alone,
    ...joined,
    ...theirWords,
    ...answers,
    ...answersWords,
    ...capacity,
    ...capacityWords,
  ]);
  return [
    {
      name: "ui_script_at_start",
      value: sum([...closure(entries, text), spoken]),
      unit: "kB",
      baseline: LIBRARIES_KB,
      goal: "<= 90 kB",
    },
    {
      name: "ui_script_all",
      value: sum(scripts.filter((it) => !apart.has(it))),
      unit: "kB",
      baseline: LIBRARIES_KB,
      goal: "<= 180 kB",
    },
    {
      name: "ui_script_setup",
      value: sum([...setup, ...setupWords.slice(0, 1)]),
      unit: "kB",
      baseline: LIBRARIES_KB,
      goal: "<= 20 kB",
    },
    {
      name: "ui_script_administration",
      value: Math.max(sum(alone), sum(joined)) + sum(theirWords.slice(0, 1)),
      unit: "kB",
      baseline: LIBRARIES_KB,
      goal: "<= 30 kB",
    },
    {
      name: "ui_script_answers",
      value: sum([...answers, ...answersWords.slice(0, 1)]),
      unit: "kB",
      baseline: LIBRARIES_KB,
      goal: "<= 20 kB",
    },
    {
      name: "ui_script_capacity",
      value: sum([...capacity, ...capacityWords.slice(0, 1)]),
      unit: "kB",
      baseline: LIBRARIES_KB,
      goal: "<= 40 kB",
    },
    { name: "ui_script_all_languages", value: sum(scripts), unit: "kB", baseline: LIBRARIES_KB },
  ];
}

/** The entries and what they import before they run; `import()` comes later. */
function closure(entries, text) {
  const [found, open] = [new Set(), [...entries]];
  while (open.length > 0) {
    const name = open.pop();
    if (found.has(name)) continue;
    found.add(name);
    for (const [, imported] of text.get(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) open.push(imported);
  }
  return found;
}
