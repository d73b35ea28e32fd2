import type { TemplateView } from "@bridge";
import { afterEach, expect, it, vi } from "vitest";
import { usualTemplate } from "./hours";
import { Replaying } from "./replaying.svelte";

afterEach(() => vi.unstubAllGlobals());

const usual = (): TemplateView => usualTemplate("chen", "2026-03-01");
const view = { provider: "chen", runs: 200, rows: [], limits: [] };

/** A desk that replays until it is told to stop, or answers at once. */
function desk(answer: object | null): string[] {
  const asked: string[] = [];
  let stop: (answer: Response) => void = () => undefined;
  const error = { code: "cancelled", retryable: true, field: null, sentence: "Cancelled.", facts: {} };
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    if (url === "call/cancel_replay") stop(Response.json(error, { status: 409 }));
    else if (!answer) return new Promise<Response>((resolve) => (stop = resolve));
    return Promise.resolve(Response.json(answer ?? {}));
  });
  return asked;
}

it("is of the hours that were asked about, and of no others", async () => {
  desk({ outcome: "done", result: view, undo: null });
  const replaying = new Replaying();
  expect(replaying.isBegun).toBe(false);
  expect(replaying.takesBreak).toBe(false);
  await replaying.run(usual());
  expect(replaying.view).toEqual(view);
  // A key that was pressed for the run and comes late does not leave the dialog.
  expect(replaying.takesBreak).toBe(true);
  expect(replaying.isOf({ ...usual(), name: "Summer" })).toBe(true);
  expect(replaying.isOf({ ...usual(), sessions: [] })).toBe(false);
  expect(replaying.isOf(null)).toBe(false);
});

it("is broken off by the desk when it is asked to, once, and what was known stays", async () => {
  desk({ outcome: "done", result: view, undo: null });
  const replaying = new Replaying();
  await replaying.run(usual());
  const asked = desk(null);
  const run = replaying.run({ ...usual(), sessions: [] });
  await Promise.all([replaying.stop(), replaying.stop(), run]);
  expect(asked).toEqual(["call/replay_template", "call/cancel_replay"]);
  expect(replaying).toMatchObject({ isRunning: false, isStopping: false, wasStopped: true, error: null, view });
  expect(replaying.isOf(usual())).toBe(true);
  await replaying.stop();
  expect(asked).toHaveLength(2);
});

it("says why the desk does not take the hours", async () => {
  const reasons = [{ code: "overlap", sentence: "Sessions: they overlap.", field: "sessions" }];
  desk({ outcome: "refused", reasons });
  const replaying = new Replaying();
  await replaying.run(usual());
  expect(replaying).toMatchObject({ reasons, view: null, wasStopped: false, error: null });
});
