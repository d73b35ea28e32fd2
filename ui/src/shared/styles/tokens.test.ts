// The colours of the tokens, held to the contrast that they promise, in both themes.
import { describe, expect, it } from "vitest";
import css from "./tokens.css?raw";

const tokens = Object.fromEntries(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)]
    .reverse()
    .map(([, name, light, dark]) => [name ?? "", { light: light ?? "", dark: dark ?? "" }]),
);

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string, theme: "light" | "dark"): number {
  const [a, b] = [luminance(tokens[one]?.[theme] ?? ""), luminance(tokens[other]?.[theme] ?? "")];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

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
});
