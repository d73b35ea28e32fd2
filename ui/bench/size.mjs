// What the page weighs: the scripts that have to be there before the first screen, and all of them, gzipped.
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
  const entry = /src="\.\/assets\/([^"]+\.js)"/.exec(readFileSync(join(DIST, "index.html"), "utf8"))[1];
  const sum = (names) => [...names].reduce((bytes, name) => bytes + gzipSync(text.get(name)).length, 0) / 1000;
  return [
    {
      name: "ui_script_at_start",
      value: sum(closure(entry, text)),
      unit: "kB",
      baseline: LIBRARIES_KB,
      goal: "<= 90 kB",
    },
    { name: "ui_script_all", value: sum(scripts), unit: "kB", baseline: LIBRARIES_KB, goal: "<= 180 kB" },
  ];
}

/** The entry and what it imports before it runs; `import()` comes later. */
function closure(entry, text) {
  const [found, open] = [new Set(), [entry]];
  while (open.length > 0) {
    const name = open.pop();
    if (found.has(name)) continue;
    found.add(name);
    for (const [, imported] of text.get(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) open.push(imported);
  }
  return found;
}
