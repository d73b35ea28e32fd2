// What the page weighs: the scripts that have to be there before the first screen, and all of them, gzipped. A window
// fetches the words of the language that it speaks; the largest language is counted, and all of them in a line of its own.
// So is what administrators alone load: people, imports, getting ready, and the first start of a desk.
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
  const administrators = scripts.filter((it) => /^(administration|FirstRun)-/.test(it));
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
      value: sum(scripts.filter((it) => !others.includes(it) && !administrators.includes(it))),
      unit: "kB",
      baseline: LIBRARIES_KB,
      goal: "<= 180 kB",
    },
    {
      name: "ui_script_administration",
      value: sum(administrators),
      unit: "kB",
      baseline: LIBRARIES_KB,
      goal: "<= 30 kB",
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
