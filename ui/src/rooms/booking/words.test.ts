import type { OfferView, RefusalView } from "@bridge";
import { describe, expect, it } from "vitest";
import { reminderChoices, verdictOf } from "./words";

const over = { resource: "chen", resourceName: "Dr Chen", wall: "2026-11-24T10:15" };
const offer = { handle: "a", wall_start: "2026-11-24T10:15" } as OfferView;
const lunch: RefusalView = { code: "closed", sentence: "Dr Chen is at lunch 12:00-12:45.", field: null };
const said = { chosen: null, isOverbook: false, because: [], reasons: [], error: null };

describe("the desk's word on a place that a visit hovers over", () => {
  it("is that it is free", () => {
    expect(verdictOf(over, { ...said, chosen: offer })).toEqual({ words: "10:15, Dr Chen: free", isFree: true });
  });

  it("is why it is not", () => {
    const words = "10:15, Dr Chen: Dr Chen is at lunch 12:00-12:45.";
    expect(verdictOf(over, { ...said, reasons: [lunch] })).toEqual({ words, isFree: false });
  });

  it("is that only an overbook can be there", () => {
    const verdict = verdictOf(over, { ...said, chosen: offer, isOverbook: true, because: [lunch] });
    expect(verdict.isFree).toBe(false);
    expect(verdict.words).toMatch(/only as an overbook\. Dr Chen is at lunch/);
  });
});

describe("how to remind of a visit", () => {
  it("begins with what the patient prefers", () => {
    const [first, ...channels] = reminderChoices({ contact_preference: "sms", may_be_reminded: true });
    expect(first).toEqual({ value: "", label: "As preferred: text message" });
    expect(channels.map((it) => it.value)).toEqual(["phone", "sms", "email", "post", "none"]);
  });

  it("says that no reminders were agreed", () => {
    const [first] = reminderChoices({ contact_preference: "phone", may_be_reminded: false });
    expect(first?.label).toBe("Phone, but no reminders agreed");
  });
});
