// The user guide says what the window says: both languages have the same pages, every name in it stands on the screen, and
// its page of keys is the map of keys.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GUIDE, LANGUAGES, readGuide } from "../../guide.plugin";
import { type Block, type GuidePage, plain, type Word } from "../../src/rooms/help/guide";
import { type Action, SCOPE_NAMES, SCOPES } from "../../src/shared/keys/map";
import { en } from "../../src/shared/keys/words.en";
import { es } from "../../src/shared/keys/words.es";
import { TOPICS } from "../../src/rooms/help/topics";
import { leaves } from "../words/words";

const modules = import.meta.glob<Record<string, object>>("../../src/**/*.{en,es}.ts", { eager: true });

/** Keys of forms and lists that mean the same everywhere, and what is typed as an example. */
const ANYWHERE = [
  "Ctrl++",
  "Ctrl+-",
  "Ctrl+0",
  "Enter",
  "Shift+Enter",
  "Mayús+Enter",
  "Esc",
  "Tab",
  "Shift",
  "Mayús",
  ...Array.from("123456789"),
  "Space",
  "Espacio",
];
const TYPED = ["+2w", "tue", "24 nov", "5 mar 84", "ruiz, ana", "+2s", "mar"];

const wordsIn = (block: Block): Word[] => {
  if (block.kind === "text") return block.words;
  if (block.kind === "list") return block.items.flat();
  return block.kind === "table" ? block.rows.flat(2) : [];
};
/** What the tables of a page say, by the heading over each. */
function tables(page: GuidePage | undefined): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  let heading = "";
  for (const block of page?.blocks ?? []) {
    if (block.kind === "heading") heading = block.text;
    else if (block.kind === "table") found[heading] = block.rows.map((row) => row.map(plain).join(": "));
  }
  return found;
}
const words = (pages: readonly GuidePage[]) => pages.flatMap((page) => page.blocks.flatMap(wordsIn));

describe.each(LANGUAGES)("the guide in %s", (language) => {
  const { pages } = readGuide(language);
  const names = pages.map((it) => it.name);

  it("has a link to every page on its first one, and every link leads to a page", () => {
    const files = readdirSync(join(GUIDE, language)).filter((it) => it !== "README.md");
    expect([...names].sort()).toEqual(files.map((it) => it.replace(".md", "")).sort());
    const links = words(pages).flatMap((it) => (typeof it === "object" && "page" in it ? [it.page] : []));
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((it) => !names.includes(it))).toEqual([]);
  });

  it("names only what stands on the screen", () => {
    const said = Object.entries(modules)
      .filter(([path]) => path.endsWith(`.${language}.ts`))
      .flatMap(([, module]) => [...leaves(module[language] ?? {}).values()]);
    const labels = words(pages).flatMap((it) => (typeof it === "object" && "label" in it ? [it.label] : []));
    expect(labels.length).toBeGreaterThan(40);
    expect(labels.filter((it) => !said.includes(it))).toEqual([]);
  });

  it("has a page of keys that is the map of keys, and names only those elsewhere", () => {
    const { scope, action, written } = { en, es }[language];
    const named = (keys: string) =>
      keys
        .split("+")
        .map((key) => (written as Record<string, string>)[key] ?? key)
        .join("+");
    const meant = SCOPE_NAMES.map((name) => [
      scope[name],
      Object.entries(SCOPES[name]).map(([what, keys]) => [named(keys), action[what as Action]].join(": ")),
    ]);
    expect(tables(pages.find((it) => it.name === "keys"))).toEqual(Object.fromEntries(meant));
    const known = SCOPE_NAMES.flatMap((name) => Object.values(SCOPES[name]).map(named));
    const keys = words(pages).flatMap((it) => (typeof it === "object" && "key" in it ? [it.key] : []));
    expect(keys.filter((it) => ![...known, ...ANYWHERE, ...TYPED].includes(it))).toEqual([]);
  });

  it("has a page for every place of the window, and for what is under way on the board", () => {
    expect(Object.values(TOPICS).filter((it) => !names.includes(it))).toEqual([]);
  });
});

it("says the same in both languages, picture by picture", () => {
  const shape = (language: string) =>
    readGuide(language).pages.map((page) => [
      page.name,
      ...page.blocks.map((it) => (it.kind === "picture" ? it.file.replace(`${language}/`, "") : it.kind)),
    ]);
  expect(shape("es")).toEqual(shape("en"));
});
