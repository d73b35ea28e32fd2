// Both languages say everything, with the same gaps, and nothing that nobody reads.
import { expect, it } from "vitest";
import { gaps, isMessageFile, type Leaf, leaves, nameOf, readOf, sources } from "./words";

/** What is the same in both languages: names, signs, and words that the languages share. */
const SAME = [
  "agentWords.by.general_agent",
  "agentWords.by.supervisor",
  "agentWords.no",
  "sharedWords.product",
  "sharedWords.languages.en",
  "sharedWords.languages.es",
  "sharedWords.clock",
  "boardWords.visit.twice",
  "codeWords.organizationKind.hospital",
  "importWords.format.fhir_json",
];

const modules = import.meta.glob<Record<string, object>>("../../src/**/*.{en,es}.ts", { eager: true });
const tree = sources();
const readers = tree.filter((it) => !isMessageFile(it.path)).map((it) => it.text);
const sets = tree.filter((it) => it.path.endsWith(".en.ts")).map((it) => it.path);

const wordsOf = (path: string, language: "en" | "es"): Map<string, Leaf> =>
  leaves(modules[`../../src/${path}`]?.[language] ?? {});
const textOf = (path: string) => tree.find((it) => it.path === path)?.text ?? "";

it("finds the message files of every place", () => {
  expect(sets.length).toBeGreaterThan(12);
});

it.each(sets)("%s says the same things as its Spanish", (path) => {
  const spanish = path.replace(".en.", ".es.");
  const [en, es] = [wordsOf(path, "en"), wordsOf(spanish, "es")];
  expect(en.size).toBeGreaterThan(0);
  expect([...es.keys()].sort()).toEqual([...en.keys()].sort());
  expect([...en, ...es].filter(([, said]) => said === "")).toEqual([]);
});

it.each(sets)("%s has the same gaps as its Spanish, and fills them all", (path) => {
  const spanish = path.replace(".en.", ".es.");
  const [en, es] = [gaps(path, textOf(path)), gaps(spanish, textOf(spanish))];
  const names = (all: typeof en) => [...all].map(([of, list]) => [of, list.map((it) => it.name)]).sort();
  expect(names(es)).toEqual(names(en));
  const idle = [...en, ...es].flatMap(([of, list]) => list.filter((it) => !it.isUsed).map((it) => `${of}: ${it.name}`));
  expect(idle).toEqual([]);
});

it.each(sets)("%s has no sentence that nobody reads", (path) => {
  const known = [...wordsOf(path, "en").keys()];
  const read = readOf(nameOf(path), known, readers);
  expect(known.filter((it) => !read.has(it))).toEqual([]);
});

it("English and Spanish differ, but for a few words", () => {
  const same = sets.flatMap((path) => {
    const es = wordsOf(path.replace(".en.", ".es."), "es");
    const holes = gaps(path, textOf(path));
    return [...wordsOf(path, "en")]
      .filter(([key, said]) => filled(said, holes.get(key)) === filled(es.get(key), holes.get(key)))
      .map(([key]) => `${nameOf(path)}.${key}`);
  });
  expect(same.sort()).toEqual([...SAME].sort());
});

/** A sentence with something in its gaps. */
function filled(said: Leaf | undefined, holes: { name: string; type: string }[] = []): string {
  if (typeof said !== "function") return said ?? "";
  return said(...holes.map((it) => (it.type === "number" ? 3 : it.type === "boolean" ? true : `‹${it.name}›`)));
}
