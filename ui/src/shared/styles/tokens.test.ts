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

const tokens = Object.fromEntries(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)]
    .reverse()
    .map(([, name, light, dark]) => [name ?? "", { light: light ?? "", dark: dark ?? "" }]),
);

const colour = (name: string, theme: "light" | "dark"): string => tokens[name]?.[theme] ?? "";

const contrast = (one: string, other: string, theme: "light" | "dark"): number =>
  wcagContrast(colour(one, theme), colour(other, theme));

/** Ways to see: all colours, and without one kind of cone each. */
const EYES: Record<string, (colour: Color) => Color> = {
  "all cones": (it) => it,
  "no red cones": filterDeficiencyProt(1),
  "no green cones": filterDeficiencyDeuter(1),
  "no blue cones": filterDeficiencyTrit(1),
};
const distance = differenceCiede2000();

const STATUSES = ["booked", "confirmed", "arrived", "room", "done", "noshow", "cancelled"];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
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
    expect(contrast(words, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["border-strong", "bg"],
    ["border-strong", "raised"],
    ["accent", "bg"],
    ["warning-bar", "warning-fill"],
    ...STATUSES.map((status) => [`status-${status}-bar`, `status-${status}`] as [string, string]),
    ...STATUSES.map((status) => [`status-${status}-bar`, "bg"] as [string, string]),
  ])("the sign of %s is seen on %s", (sign, ground) => {
    expect(contrast(sign, ground, theme)).toBeGreaterThanOrEqual(3);
  });

  // Signs tell them apart as well; the two that are nearest, done and cancelled, are hatched and struck through too.
  it.each(Object.entries(EYES))("statuses are told apart with %s", (_, seen) => {
    for (const [at, one] of STATUSES.entries()) {
      for (const other of STATUSES.slice(at + 1)) {
        const [a, b] = [one, other].map((it) => parse(colour(`status-${it}-bar`, theme)));
        const apart = a && b ? distance(seen(a), seen(b)) : 0;
        const least = one === "done" && other === "cancelled" ? 8 : 11;
        expect(apart, `${one} and ${other}`).toBeGreaterThanOrEqual(least);
      }
    }
  });
});
