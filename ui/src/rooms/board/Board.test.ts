import type { VisitView } from "@bridge";
import { render, screen } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import { speak } from "@shared/words/locale.svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { violations } from "../../../tests/axe";
import type { BoardActs } from "./acts";
import { type Aims, NO_AIMS } from "./aims";
import Board from "./Board.svelte";
import { day, hold, visit } from "./sample";

let done: unknown[][];

function acts(): BoardActs {
  const named = (name: string) => (thing: { id?: string; wall?: string } | string, more?: unknown) => {
    const what = typeof thing === "string" ? thing : (thing.id ?? thing.wall);
    const where = typeof more === "object" && more !== null && "wall" in more ? more.wall : more;
    done.push([name, what, ...(where === undefined ? [] : [where])]);
  };
  return {
    book: named("book"),
    bookHeld: (hold, typed) => done.push(["bookHeld", hold.hold, typed]),
    release: (hold) => done.push(["release", hold.hold]),
    open: named("open"),
    setStatus: named("setStatus"),
    confirm: named("confirm"),
    followUp: named("followUp"),
    cancel: named("cancel"),
    move: named("move"),
    point: named("point"),
    hover: () => undefined,
    cut: named("cut"),
    paste: null,
    stopMoving: () => done.push(["stopMoving"]),
    block: named("block"),
    unblock: named("unblock"),
    repair: named("repair"),
    showWeek: named("showWeek"),
    reorder: (order) => done.push(["reorder", order.join(" ")]),
  };
}

function show(visits: VisitView[], more: Partial<{ aims: Aims; showClosed: boolean }> = {}) {
  const shown = { day: day(visits), acts: acts(), selected: null, now: 557, snap: 5 };
  return render(Board, { props: { ...shown, showClosed: false, ...more } });
}

const cell = (name: string | RegExp) => screen.getByRole("gridcell", { name });

beforeEach(() => {
  done = [];
});

describe("the board", () => {
  it("is a grid in words, without anything that axe minds", async () => {
    const { container } = show([visit("a", 600, 630, { confirmation: "confirmed", has_alert: true })]);
    expect(screen.getAllByRole("columnheader").map((it) => it.getAttribute("aria-label"))).toEqual([
      "Time",
      "Dr Chen, next 10:15 · 50 % booked",
      "Dr Ito, next 10:15 · 50 % booked",
    ]);
    expect(cell("10:30, Dr Chen, free").getAttribute("tabindex")).toBe("-1");
    expect(cell("12:00, Dr Ito, Lunch")).toBeTruthy();
    expect(
      cell("10:00, Dr Chen, Patient a, Follow-up, 10:00 to 10:30, booked, confirmed by the patient, has an alert"),
    ).toBeTruthy();
    expect(await violations(container)).toEqual([]);
  });

  it("shows a class as one block, which opens to who comes and takes the next one by a name", async () => {
    const in_class = { places: 3, appointment_type: "class", type_name: "Class" };
    const { container } = show([
      visit("b", 600, 645, in_class),
      visit("a", 600, 645, { ...in_class, status: "checked-in" }),
      visit("gone", 600, 645, { ...in_class, status: "noshow" }),
    ]);
    const user = userEvent.setup();
    const block = "10:00, Dr Chen, Class, 2 of 3, 1 is here, 10:00 to 10:45";
    expect(container.querySelectorAll("[data-group]").length).toBe(1);
    cell(block).focus();
    await user.keyboard("{Enter}");
    const names = screen.getAllByRole("menuitem").map((it) => it.textContent.trim().split(" · ")[0]);
    expect(names).toEqual(["Patient a", "Patient b", "Patient gone"]);
    await user.keyboard("{ArrowDown}{Enter}");
    expect(done).toEqual([["open", "b"]]);
    cell(block).focus();
    await user.keyboard("z");
    expect(done[1]).toEqual(["book", "2026-11-24T10:00", "z"]);
    expect(await violations(container)).toEqual([]);
  });

  it("has a place beside a visit where the column takes several, and none where they are taken", async () => {
    const shown = day([visit("a", 600, 660), visit("b", 615, 660)]);
    const [first, ...rest] = shown.columns;
    if (first) shown.columns = [{ ...first, places: 2 }, ...rest];
    const props = { day: shown, acts: acts(), selected: null, now: 557, snap: 5 };
    render(Board, { props: { ...props, showClosed: false } });
    const user = userEvent.setup();
    cell(/^10:00, Dr Chen, Patient a/).focus();
    // From the visit to the place beside it, and from there to the next visit.
    await user.keyboard("{ArrowDown}z");
    expect(done).toEqual([["book", "2026-11-24T10:00", "z"]]);
    await user.keyboard("{ArrowDown}{Enter}");
    expect(done[1]).toEqual(["open", "b"]);
    await user.keyboard("{ArrowDown}q");
    expect(done[2]).toEqual(["book", "2026-11-24T11:00", "q"]);
  });

  it("does not draw what is confirmed here as what the patient has confirmed", () => {
    const { container } = show([visit("a", 600, 630, { mark: "confirmed" })]);
    expect(cell(/^10:00, Dr Chen, Patient a, .+ booked, confirmed here/i)).toBeTruthy();
    expect(container.querySelector(".visit.confirmed")).toBeNull();
  });

  it("has one tab stop, which follows the arrows", async () => {
    const { container } = show([visit("a", 600, 645)]);
    const user = userEvent.setup();
    const stops = () => [...container.querySelectorAll("[role='gridcell'][tabindex='0']")];
    expect(stops()).toEqual([document.activeElement]);
    cell("09:45, Dr Chen, free").focus();
    await user.keyboard("{Home}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowRight}");
    expect(stops()).toEqual([document.activeElement]);
    expect(document.activeElement?.getAttribute("aria-label")).toContain("Dr Ito");
  });

  it("starts a booking with the letter typed on a free cell, and with Enter", async () => {
    show([]);
    const user = userEvent.setup();
    await user.keyboard("c{ArrowRight}{Enter}");
    expect(done).toEqual([
      ["book", "2026-11-24T09:15", "c"],
      ["book", "2026-11-24T09:15", ""],
    ]);
  });

  it("says for whom a time is held, books it with Enter or a letter, and releases it", async () => {
    const shown = { day: day([], { holds: [hold("h", 555, 585)] }), acts: acts(), selected: null };
    const { container } = render(Board, {
      props: { ...shown, now: 557, snap: 5, showClosed: false },
    });
    const label = "09:15, Dr Chen, held for Ruiz, Ana, Follow-up, until 10:30, 25 min left, by Ada Brown, calls back";
    expect(document.activeElement?.getAttribute("aria-label")).toBe(label);
    expect(cell("09:15, Dr Ito, free")).toBeTruthy();
    const user = userEvent.setup();
    await user.keyboard("{Enter}r{ArrowDown}{Delete}{ArrowDown}{Delete}");
    expect(done).toEqual([
      ["bookHeld", "h", ""],
      ["bookHeld", "h", "r"],
      ["release", "h"],
    ]);
    expect(await violations(container)).toEqual([]);
  });

  it("takes letters on a visit as actions, as far as the desk allows them", async () => {
    show([visit("a", 555, 585, { next_statuses: ["checked-in"] })]);
    const user = userEvent.setup();
    await user.keyboard("aicxm{Enter}b");
    expect(done).toEqual([
      ["setStatus", "a", "checked-in"],
      ["confirm", "a"],
      ["cancel", "a"],
      ["move", "a"],
      ["open", "a"],
      ["book", "2026-11-24T09:15", ""],
    ]);
  });

  it("acts on the stop that is highlighted, where several share a quarter hour", async () => {
    const { container } = show([
      visit("first", 540, 565),
      visit("second", 570, 575, { next_statuses: ["noshow"] }),
      visit("over", 570, 575, { lane: 1 }),
    ]);
    const user = userEvent.setup();
    const highlighted = () => container.querySelector("[data-current]")?.getAttribute("data-visit");
    const stops: unknown[] = [highlighted()];
    for (let step = 0; step < 4; step++) {
      await user.keyboard("{ArrowDown}");
      stops.push(highlighted());
      await user.keyboard("{Enter}");
    }
    expect(stops).toEqual(["first", undefined, "second", "over", undefined]);
    expect(done).toEqual([
      ["book", "2026-11-24T09:25", ""],
      ["open", "second"],
      ["open", "over"],
      ["book", "2026-11-24T09:35", ""],
    ]);
  });

  it("keeps the focus on the cell that keys act on, when another day begins earlier", async () => {
    const { rerender } = show([]);
    expect(document.activeElement?.getAttribute("aria-label")).toBe("09:15, Dr Chen, free");
    await rerender({ day: day([], { date: "2026-11-25", from_minute: 450 }) });
    expect(document.activeElement?.getAttribute("aria-label")).toBe("09:15, Dr Chen, free");
    await userEvent.setup().keyboard("{Enter}");
    expect(done).toEqual([["book", "2026-11-25T09:15", ""]]);
  });

  it("moves a visit by arrows and Enter, and lets go with Esc", async () => {
    const moving = visit("a", 555, 585);
    show([moving], { aims: { ...NO_AIMS, moving } });
    const user = userEvent.setup();
    await user.keyboard("{ArrowDown}{ArrowDown}{Shift>}{ArrowDown}{/Shift}{ArrowRight}{Enter}{Escape}");
    expect(done).toEqual([["point", "a", "2026-11-24T09:50"], ["stopMoving"]]);
  });

  it("says that a provider has no hours", () => {
    const shown = day([]);
    const [first, second] = shown.columns;
    if (!first || !second) throw new Error("the sample day has two columns");
    shown.columns = [first, { ...second, has_no_hours: true, parts: [], open_minutes: 0, booked_minutes: 0 }];
    const rest = { acts: acts(), selected: null, now: null, snap: 5 };
    render(Board, { props: { day: shown, ...rest, showClosed: false } });
    expect(screen.getByRole("columnheader", { name: "Dr Ito, No hours set" })).toBeTruthy();
    expect(cell("10:00, Dr Ito, outside hours")).toBeTruthy();
  });
});

describe("the board in Spanish", () => {
  afterEach(() => speak("en"));

  it("changes every word of its own while it stands, and none of the clinic's", async () => {
    const { container } = show([visit("a", 600, 630, { confirmation: "confirmed", lane: 1 })]);
    expect(screen.getByRole("grid", { name: "Day board" })).toBeTruthy();
    speak("es");
    await tick();
    expect(screen.getByRole("grid", { name: "Agenda del día" })).toBeTruthy();
    expect(screen.getAllByRole("columnheader").map((it) => it.getAttribute("aria-label"))).toEqual([
      "Hora",
      "Dr Chen, libre 10:15 · 50 % ocupado",
      "Dr Ito, libre 10:15 · 50 % ocupado",
    ]);
    expect(cell("10:30, Dr Chen, libre")).toBeTruthy();
    expect(cell("12:00, Dr Ito, Lunch")).toBeTruthy();
    const said = "Patient a, x2, Follow-up, de 10:00 a 10:30, agendada, confirmada por el paciente, sobrecupo";
    expect(screen.getByRole("button", { name: said })).toBeTruthy();
    expect(await violations(container)).toEqual([]);
  });

  it("is walked and booked by the same keys", async () => {
    speak("es");
    show([]);
    await userEvent.setup().keyboard("c{ArrowRight}{Enter}");
    expect(done.map(([act]) => act)).toEqual(["book", "book"]);
  });
});
