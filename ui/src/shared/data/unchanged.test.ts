import { describe, expect, it } from "vitest";
import { keepUnchanged } from "./unchanged";

const visit = (id: string) => ({ id, status: "booked", resources: ["r1"], note: null });
const day = () => ({ date: "2026-11-23", visits: [visit("a"), visit("b")] });

describe("what a newer answer keeps of the older one", () => {
  it("is all of it when nothing changed", () => {
    const old = day();
    expect(keepUnchanged(old, day())).toBe(old);
  });

  it("is everything beside the change, and the change is the newer one's", () => {
    const old = day();
    const now = { ...day(), visits: [visit("a"), { ...visit("b"), status: "arrived" }] };
    const kept = keepUnchanged(old, now);
    expect(kept).toEqual(now);
    expect(kept).not.toBe(old);
    expect(kept.visits[0]).toBe(old.visits[0]);
    expect(kept.visits[1]).not.toBe(old.visits[1]);
    expect(kept.visits[1]?.resources).toBe(old.visits[1]?.resources);
    expect(old).toEqual(day());
  });

  it.each([
    [null, { a: 1 }],
    [{ a: 1 }, null],
    [[1], { 0: 1 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: undefined }, { b: undefined }],
    [[1, 2], [1]],
  ])("is nothing that would make another value of it: %o, %o", (old, now) => {
    expect(keepUnchanged(old, structuredClone(now) as typeof old)).toEqual(now);
  });
});
