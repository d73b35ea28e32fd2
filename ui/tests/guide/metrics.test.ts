// The room of capacity and the page that defines its figures speak of the same ones. They are matched by their codes, as the
// bridge's types have them: docs/metrics.md has a row that begins with "| `code` |" for each, the words of the room an entry of
// that name (`metric`, `why`, `needs.says`). A heading of the page is the English name of a group of the room.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

interface Metrics {
  metric: Record<string, { name: string; what: string }>;
  counted: object;
  why: object;
  group: Record<string, string>;
}

interface Room {
  needs: { says: object; act: object };
}

/** What the room's files export. */
const inRoom = import.meta.glob<Record<string, object>>("../../src/rooms/capacity/{figures,metrics.*,words.*}.ts", {
  eager: true,
});
const read = <T>(file: string, name: string) => inRoom[`../../src/rooms/capacity/${file}.ts`]?.[name] as T;
const wordsIn = (language: "en" | "es") => ({
  words: read<Metrics>(`metrics.${language}`, language),
  room: read<Room>(`words.${language}`, language),
});
const GROUPS = read<Record<string, readonly string[]>>("figures", "GROUPS");
const { group: NAMES, counted } = wordsIn("en").words;

const UI = join(import.meta.dirname, "../..");
const page = readFileSync(join(UI, "../docs/metrics.md"), "utf8");

/** The codes of a type of the bridge. */
function codesOf(type: string): string[] {
  const text = readFileSync(join(UI, `src/bridge/types/${type}.ts`), "utf8");
  const [, union = ""] = /export type \w+ =([^;]+);/.exec(text) ?? [];
  return [...union.matchAll(/"(\w+)"/g)].map(([, code = ""]) => code).sort();
}

/** The codes that have a row, by the heading over it, with what each counts. */
const rows = page.split(/^## /m).map((part) => ({
  heading: part.split("\n", 1)[0] ?? "",
  of: [...part.matchAll(/^\| `(\w+)` \| (\w*)/gm)].map(([, code = "", unit = ""]) => ({ code, unit })),
}));
const under = (heading: string) => rows.find((it) => it.heading === heading)?.of ?? [];
const codesUnder = (heading: string) => under(heading).map((it) => it.code);

const METRICS = codesOf("Metric");
const groups = Object.entries(GROUPS);
const nameOf = (group: string) => NAMES[group] ?? "";

it("finds the codes of the bridge", () => {
  expect(METRICS.length).toBeGreaterThan(20);
  expect(METRICS).toContain("third_next_available");
});

describe("docs/metrics.md", () => {
  it("defines every metric, under the name of the group in which the room lists it", () => {
    expect(groups.flatMap(([it]) => codesUnder(nameOf(it))).sort()).toEqual(METRICS);
    for (const [group, metrics] of groups) expect(codesUnder(nameOf(group)).sort(), group).toEqual([...metrics].sort());
  });

  it("explains why a figure is not known, and what needs a decision", () => {
    expect(codesUnder("Why a figure is not known").sort()).toEqual(codesOf("Why"));
    expect(codesUnder("What needs a decision").sort()).toEqual(codesOf("NeedKind"));
  });

  it("counts in what the room has words for", () => {
    const units = groups.flatMap(([it]) => under(nameOf(it)).map((row) => row.unit));
    expect([...new Set(units)].sort()).toEqual(codesOf("Unit"));
    expect(Object.keys(counted).sort()).toEqual(codesOf("Unit"));
  });
});

describe.each(["en", "es"] as const)("the room in %s", (language) => {
  const { words, room } = wordsIn(language);

  it("names every metric and says what it counts", () => {
    expect(Object.keys(words.metric).sort()).toEqual(METRICS);
    const said = Object.entries(words.metric).filter(([, it]) => it.name === "" || !it.what.endsWith("."));
    expect(said).toEqual([]);
    expect(new Set(Object.values(words.metric).map((it) => it.name)).size).toBe(METRICS.length);
  });

  it("says every reason and every decision", () => {
    expect(Object.keys(words.why).sort()).toEqual(codesOf("Why"));
    expect(Object.keys(room.needs.says).sort()).toEqual(codesOf("NeedKind"));
    expect(Object.keys(room.needs.act).sort()).toEqual(codesOf("NeedKind"));
  });
});
