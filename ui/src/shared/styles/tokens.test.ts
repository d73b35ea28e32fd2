// The colours of the tokens, held to the contrast that they promise, in both themes.
import {
  type Color,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  parse,
  wcagContrast,
} from "culori";
import { describe, expect, it } from "vitest";
import css from "./tokens.css?raw";

type Side = "light" | "dark";
type Tokens = Record<string, Record<Side, string>>;

const read = (block: string): Tokens =>
  Object.fromEntries(
    [...block.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
      ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
    ),
  );

/** The declarations of the first rule with this selector. */
const rule = (selector: string): string => css.split(`${selector} {`)[1]?.split("}")[0] ?? "";

const usual = read(rule(":root"));
const more = read(rule(':root[data-contrast="more"]'));
/** How much contrast a person asks for: what they then see, and what it is held to. */
const LEVELS = [
  { level: "usual", tokens: usual, words: 4.5, signs: 3 },
  { level: "more", tokens: { ...usual, ...more }, words: 7, signs: 4.5 },
];
const SCREENS = LEVELS.flatMap((it) => (["light", "dark"] as const).map((theme) => ({ ...it, theme })));

/** Ways to see: all colours, and without one kind of cone each. */
const EYES: Record<string, (colour: Color) => Color> = {
  "all cones": (it) => it,
  "no red cones": filterDeficiencyProt(1),
  "no green cones": filterDeficiencyDeuter(1),
  "no blue cones": filterDeficiencyTrit(1),
};
const distance = differenceCiede2000();

const STATUSES = ["booked", "confirmed", "arrived", "room", "done", "noshow", "cancelled"];

describe.each(SCREENS)("in the $theme theme with $level contrast", ({ theme, tokens, words: wordsAtLeast, signs }) => {
  const colour = (name: string): string => tokens[name]?.[theme] ?? "";
  const contrast = (one: string, other: string): number => wcagContrast(colour(one), colour(other));

  it.each([
    ["text", "bg"],
    ["text", "surface"],
    ["text", "surface-strong"],
    ["text", "raised"],
    ["text", "accent-fill"],
    ["muted", "bg"],
    ["muted", "surface"],
    ["muted", "surface-strong"],
    ["muted", "raised"],
    ["muted", "hatch"],
    ["accent", "bg"],
    ["accent", "surface"],
    ["accent", "raised"],
    ["accent", "accent-fill"],
    ["on-accent", "accent"],
    ["on-accent", "accent-hover"],
    ["danger", "bg"],
    ["danger", "surface"],
    ["danger", "raised"],
    ["danger", "danger-fill"],
    ["warning", "warning-fill"],
    ["good", "good-fill"],
    ["bg", "now"],
    ...STATUSES.map((status) => ["text", `status-${status}`] as [string, string]),
  ])("words in %s are read on %s", (words, ground) => {
    expect(contrast(words, ground)).toBeGreaterThanOrEqual(wordsAtLeast);
  });

  it.each([
    ["border-strong", "bg"],
    ["border-strong", "raised"],
    ["accent", "bg"],
    ["warning-bar", "warning-fill"],
    ...STATUSES.map((status) => [`status-${status}-bar`, `status-${status}`] as [string, string]),
    ...STATUSES.map((status) => [`status-${status}-bar`, "bg"] as [string, string]),
  ])("the sign of %s is seen on %s", (sign, ground) => {
    expect(contrast(sign, ground)).toBeGreaterThanOrEqual(signs);
  });

  // Signs tell them apart as well; the two that are nearest, done and cancelled, are hatched and struck through too.
  it.each(Object.entries(EYES))("statuses are told apart with %s", (_, seen) => {
    for (const [at, one] of STATUSES.entries()) {
      for (const other of STATUSES.slice(at + 1)) {
        const [a, b] = [one, other].map((it) => parse(colour(`status-${it}-bar`)));
        const apart = a && b ? distance(seen(a), seen(b)) : 0;
        const least = one === "done" && other === "cancelled" ? 8 : 11;
        expect(apart, `${one} and ${other}`).toBeGreaterThanOrEqual(least);
      }
    }
  });
});

it.each(["light", "dark"] as const)("more contrast is more: lines and words in the %s theme", (theme) => {
  const against = (tokens: Tokens, name: string) =>
    wcagContrast(tokens[name]?.[theme] ?? "", tokens["bg"]?.[theme] ?? "");
  const all: Tokens = { ...usual, ...more };
  for (const name of ["text", "muted", "border", "border-strong", "accent", "danger", "good", "hatch"])
    expect(against(all, name), name).toBeGreaterThan(against(usual, name));
  expect(against(all, "border"), "every line is seen").toBeGreaterThanOrEqual(4.5);
});

it("every colour has one of the PC's own where the PC forces its colours", () => {
  const forced = css.slice(css.indexOf("forced-colors: active"));
  const own = [...forced.matchAll(/--([a-z-]+): (Canvas|CanvasText|GrayText|Highlight|HighlightText);/g)];
  expect(own.map(([, name]) => name).sort()).toEqual([...Object.keys(usual), "block-line"].sort());
});
