import { describe, expect, it } from "vitest";
import { CLINICS_OWN, ordered, placed, shown, stepped } from "./arrangement";

const columns = ["a", "b", "c", "d"].map((resource) => ({ resource }));
const ids = (list: readonly { resource: string }[]) => list.map((it) => it.resource).join("");

describe("columns", () => {
  it("stand in the person's order, and what nobody arranged after it in the clinic's", () => {
    expect(ids(ordered(columns, CLINICS_OWN))).toBe("abcd");
    expect(ids(ordered(columns, { hidden: [], order: ["c", "gone", "a"] }))).toBe("cabd");
  });

  it("are hidden, but never all of them", () => {
    expect(ids(shown(columns, { hidden: ["b", "gone"], order: ["d"] }))).toBe("dac");
    expect(ids(shown(columns, { hidden: ["a", "b", "c", "d"], order: [] }))).toBe("abcd");
  });

  it("are put before another, or at the end", () => {
    expect(placed(columns, CLINICS_OWN, "d", "b").join("")).toBe("adbc");
    expect(placed(columns, { hidden: ["b"], order: ["c"] }, "c", "d").join("")).toBe("abcd");
    expect(placed(columns, CLINICS_OWN, "a", null).join("")).toBe("bcda");
  });

  it("go one place at a time, and stay at the ends", () => {
    expect(stepped(columns, CLINICS_OWN, "b", -1)?.join("")).toBe("bacd");
    expect(stepped(columns, { hidden: [], order: ["d"] }, "d", 1)?.join("")).toBe("adbc");
    expect([stepped(columns, CLINICS_OWN, "a", -1), stepped(columns, CLINICS_OWN, "d", 1)]).toEqual([null, null]);
  });
});
