// Rooms are there before they are opened: those of whoever is signed in, one at a time, when nothing else is to be done.
import type { Permission } from "@bridge";
import { session } from "@shared/data/session.svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fetchAhead, fetchRoomsAhead, ROOMS, roomsOf } from "./rooms.svelte";

const signIn = (...permissions: Permission[]) =>
  (session.current = { permissions } as NonNullable<typeof session.current>);

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  vi.useRealTimers();
  session.current = null;
});

it("are those that the person may open, and people on the kind of desk that it is", () => {
  signIn("view_day", "search_patients");
  expect(roomsOf(false)).toEqual([ROOMS.decisions, ROOMS.settings, ROOMS.paper, ROOMS.help]);
  signIn("view_reports");
  expect(roomsOf(false)).toEqual([ROOMS.capacity, ROOMS.settings, ROOMS.help]);
  signIn("manage_people", "view_people");
  expect(roomsOf(false)).toEqual([ROOMS.people, ROOMS.settings, ROOMS.help]);
  expect(roomsOf(true)).toEqual([ROOMS.administration, ROOMS.settings, ROOMS.help]);
});

it("come one after the other, each when there is time, and one that fails keeps none of the others away", async () => {
  const fetched: string[] = [];
  const room = (name: string) => vi.fn(() => (fetched.push(name), Promise.reject(new Error("away"))));
  fetchAhead([room("first"), room("second")]);
  expect(fetched).toEqual([]);
  await vi.advanceTimersToNextTimerAsync();
  expect(fetched).toEqual(["first"]);
  await vi.advanceTimersToNextTimerAsync();
  expect(fetched).toEqual(["first", "second"]);
});

it("are not fetched any more once somebody has left", async () => {
  const room = vi.fn(() => Promise.resolve());
  fetchAhead([room])();
  await vi.runAllTimersAsync();
  expect(room).not.toHaveBeenCalled();
});

it("wait until the board is drawn", async () => {
  signIn("view_reports");
  const capacity = vi.spyOn(ROOMS, "capacity").mockResolvedValue({} as never);
  vi.spyOn(ROOMS, "settings").mockResolvedValue({} as never);
  vi.spyOn(ROOMS, "help").mockResolvedValue({} as never);
  let isDrawn = $state(false);
  const stop = $effect.root(() =>
    fetchRoomsAhead(
      () => isDrawn,
      () => false,
    ),
  );
  flushSync();
  await vi.runAllTimersAsync();
  expect(capacity).not.toHaveBeenCalled();
  isDrawn = true;
  flushSync();
  await vi.runAllTimersAsync();
  expect(capacity).toHaveBeenCalledOnce();
  stop();
});
