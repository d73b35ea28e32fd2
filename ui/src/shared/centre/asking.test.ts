import { afterEach, expect, it, vi } from "vitest";
import { askCentre, asOutcome, everyItem, secondFactor } from "./asking.svelte";

afterEach(() => vi.unstubAllGlobals());

interface Asked {
  call: string;
  path: object;
  query: object;
  body: unknown;
}

/** A desk that answers these, one after the other: an error by its code, or what the centre said. */
function desk(answers: (string | { answer: unknown })[]): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body) as Asked);
    const next = answers.shift();
    if (typeof next !== "string") return Promise.resolve(Response.json(next));
    const error = { code: next, retryable: false, field: null, sentence: `${next}.`, facts: {} };
    return Promise.resolve(Response.json(error, { status: 409 }));
  });
  return asked;
}

const revoke = () => askCentre("revoke_device", { path: { device: "a" } });

it("asks for the second factor where the centre wants it fresh, and then once more for what was asked", async () => {
  const asked = desk(["fresh_factor_needed", { answer: null }]);
  const done = revoke();
  await vi.waitFor(() => expect(secondFactor.isWanted).toBe(true));
  expect(asked).toHaveLength(1);
  secondFactor.settle(true);
  await done;
  expect(asked[1]).toEqual(asked[0]);
  expect(secondFactor.isWanted).toBe(false);
});

it("does nothing when the second factor is not shown", async () => {
  const asked = desk(["fresh_factor_needed"]);
  const done = revoke();
  await vi.waitFor(() => expect(secondFactor.isWanted).toBe(true));
  secondFactor.settle(false);
  await expect(done).rejects.toMatchObject({ code: "fresh_factor_needed" });
  expect(asked).toHaveLength(1);
});

it("reads every page of a list, and leaves out what is not asked for", async () => {
  const asked = desk([{ answer: { items: [1, 2], next: "more" } }, { answer: { items: [3] } }]);
  expect(await everyItem("list_people", { sort: "name", is_active: null })).toEqual([1, 2, 3]);
  expect(asked.map((it) => it.query)).toEqual([
    { sort: "name", limit: "200" },
    { sort: "name", limit: "200", cursor: "more" },
  ]);
});

it("takes what somebody else changed meanwhile as a refusal, and nothing else", async () => {
  desk(["changed", "not_permitted"]);
  expect(await asOutcome(revoke)).toEqual({
    outcome: "refused",
    reasons: [{ code: "changed", sentence: "changed.", field: null }],
  });
  await expect(asOutcome(revoke)).rejects.toMatchObject({ code: "not_permitted" });
});
