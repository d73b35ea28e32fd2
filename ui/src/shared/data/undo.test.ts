import type { Outcome } from "@bridge";
import { expect, it, vi } from "vitest";
import { done, noteDone, undoLast } from "./undo.svelte";
import { Saving } from "./saving.svelte";

const taken = vi.hoisted(() => [] as string[]);
vi.mock("@bridge", async (original) => ({
  ...(await original<object>()),
  call: (name: string, request: { of: string }) => {
    taken.push(`${name} ${request.of}`);
    return Promise.resolve({ outcome: "done", result: {}, undo: null });
  },
}));

/** An answer of the desk that comes when it is told to. */
function later() {
  let resolve!: (answer: Outcome<string>) => void;
  const promise = new Promise<Outcome<string>>((comes) => (resolve = comes));
  return { promise, comes: (undo: string) => resolve({ outcome: "done", result: "", undo }) };
}

it("takes back the act whose answer is still awaited, not the one before it", async () => {
  noteDone("Booked", "book");

  const cancel = later();
  const form = new Saving().send(async () => {
    const answer = await cancel.promise;
    if (answer.outcome === "done") noteDone("Cancelled", answer.undo);
    return answer;
  });
  const back = undoLast();
  cancel.comes("cancel");
  await Promise.all([form, back]);
  expect(taken.splice(0)).toEqual(["undo cancel"]);

  const arrived = later();
  const status = done(arrived.promise, () => "Arrived");
  const again = undoLast();
  arrived.comes("arrive");
  await Promise.all([status, again]);
  expect(taken).toEqual(["undo arrive"]);
});
