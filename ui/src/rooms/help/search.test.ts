import { describe, expect, it } from "vitest";
import type { GuidePage } from "./guide";
import { search } from "./search";

const pages: GuidePage[] = [
  {
    name: "cancel",
    title: "Cancel a visit",
    blocks: [
      { kind: "text", words: ["Press ", { key: "X" }, " and choose the ", { label: "Reason" }, "."] },
      { kind: "heading", text: "In time or late" },
      { kind: "text", words: ["The clinic decides what is late."] },
    ],
  },
  {
    name: "lists",
    title: "Listas",
    blocks: [{ kind: "list", ordered: false, items: [["Sesión y llegada"], ["Late patients", " are cancelled"]] }],
  },
];
const names = (typed: string) => search(pages, typed).map((it) => [it.page.name, it.heading]);

describe("the guide's search", () => {
  it("finds the sections that have every word, by their beginnings", () => {
    expect(names("late canc")).toEqual([
      ["cancel", "In time or late"],
      ["lists", null],
    ]);
    expect(names("late reason")).toEqual([]);
  });

  it("puts what stands in a title first, and shows the paragraph with the word", () => {
    expect(search(pages, "late").map((it) => it.text)).toEqual([
      "The clinic decides what is late.",
      "Late patients are cancelled",
    ]);
  });

  it("knows no accents, and finds nothing by nothing", () => {
    expect(names("sesion")).toEqual([["lists", null]]);
    expect(names(" ")).toEqual([]);
  });
});
