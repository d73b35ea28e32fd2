import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { violations } from "../../../tests/axe";
import type { BoardActs } from "./acts";
import { NO_AIMS } from "./aims";
import Board from "./Board.svelte";
import type { Proposed } from "./proposed";
import { day, visit } from "./sample";

const RUIZ = visit("a", 600, 620, { patient_name: "Ruiz, Ana" });

function show(more: Partial<Proposed>) {
  const spot = { resource: "chen", resourceName: "Dr Chen", wall: "2026-11-24T10:10" };
  const plain = { location: "main", patientName: "Ruiz, Ana", spot, minutes: 20, visit: null, becomes: null };
  const aims = { ...NO_AIMS, proposed: { ...plain, ...more } };
  const acts = { hover: () => undefined, paste: null } as unknown as BoardActs;
  const shown = { day: day([RUIZ]), acts, selected: null, now: null, snap: 5, showClosed: false };
  return render(Board, { props: { ...shown, aims } }).container;
}

const said = (start: string) =>
  screen.getByRole("gridcell", { name: new RegExp(`^${start}`) }).getAttribute("aria-label");

it("is drawn beside what stands at its time, and said by every cell that it touches", async () => {
  const board = show({});
  expect(board.querySelector(".proposed")?.textContent).toBe("Ruiz, Ana proposed");
  expect(board.querySelector(".proposed.beside")).not.toBeNull();
  expect(said("10:00, Dr Chen")).toMatch(/^10:00, Dr Chen, proposed for Ruiz, Ana; Ruiz, Ana, Follow-up/);
  expect(said("10:15, Dr Chen")).toMatch(/^10:15, Dr Chen, proposed for Ruiz, Ana; /);
  expect(said("10:30, Dr Chen")).toBe("10:30, Dr Chen, free");
  expect(said("10:00, Dr Ito")).toBe("10:00, Dr Ito, free");
  expect(await violations(board)).toEqual([]);
});

it("marks the visit that would move, and the one that would be cancelled, in words", () => {
  const board = show({ visit: "a", becomes: "moves" });
  expect(screen.getByRole("button", { name: /^Ruiz, Ana, moves, Follow-up/ }).textContent).toContain("moves");
  expect(said("10:00, Dr Chen")).toContain("; Ruiz, Ana, moves, Follow-up");
  board.remove();
  expect(show({ spot: null, visit: "a", becomes: "cancelled" }).querySelector(".proposed")).toBeNull();
  expect(screen.getByRole("button", { name: /^Ruiz, Ana, to be cancelled, Follow-up/ })).toBeTruthy();
});

it("is nothing to the board of another location, and draws nothing on another day or in a column that is not there", () => {
  const elsewhere = [
    { location: "hill", visit: "a", becomes: "moves" as const },
    { spot: { resource: "chen", resourceName: "Dr Chen", wall: "2026-11-25T10:10" } },
    { spot: { resource: "gone", resourceName: "Dr Ray", wall: "2026-11-24T10:10" } },
  ];
  for (const it of elsewhere) {
    const board = show(it);
    expect(board.querySelector(".proposed, .becomes")).toBeNull();
    expect(board.querySelector("[aria-label*='proposed']")).toBeNull();
    board.remove();
  }
});
