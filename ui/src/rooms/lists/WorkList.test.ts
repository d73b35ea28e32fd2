import { render, screen } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import { session } from "@shared/data/session.svelte";
import type { SessionView, VisitView } from "@bridge";
import { afterEach, beforeEach, expect, it } from "vitest";
import { violations } from "../../../tests/axe";
import type { ListActs } from "./acts";
import type { Entry, Group } from "./lists";
import WorkList from "./WorkList.svelte";

let done: unknown[][];
const acts = Object.fromEntries(
  ["open", "setStatus", "confirm", "cancel", "move", "bookAgain"].map((name) => [
    name,
    (visit: VisitView, ...more: unknown[]) => done.push([name, visit.id, ...more]),
  ]),
) as unknown as ListActs;

const entry = (id: string, more: Partial<VisitView> = {}, late: number | null = null): Entry => ({
  visit: {
    id,
    patient_name: `Patient ${id}`,
    birth_date: "1980-01-02",
    type_name: "Follow-up",
    modality: "in-person",
    phone: "+1 212 555 0147",
    wall_start: "10:15",
    status: "booked",
    confirmation: "asked",
    next_statuses: ["arrived", "checked-in", "noshow"],
    can_move: true,
    mark: "accepted",
    ...more,
  } as VisitView,
  date: "2026-11-24",
  isToday: true,
  provider: "Dr Chen",
  contact: { preference: "sms", phones: [], email: "", language: "", may_be_reminded: true, last_attempt: null },
  isToCall: false,
  calls: null,
  told: null,
  late,
  waited: null,
  attendance: { is_walk_in: false, triage: null, queue_number: null, target_minutes: null },
  isOverdue: false,
});

const list = (...entries: Entry[]): Group[] => [{ name: "expected", entries }];
const focus = () => document.activeElement?.getAttribute("data-row");

beforeEach(() => {
  done = [];
  session.current = { permissions: ["change_status", "book"] } as unknown as SessionView;
});
afterEach(() => (session.current = null));

it("says a row in words, in the order in which it is drawn, without anything that axe minds", async () => {
  const { container } = render(WorkList, {
    props: { groups: list(entry("a", { has_alert: true }, 12)), label: "Arrivals", today: "2026-11-24", acts },
  });
  const row = container.querySelector("[data-row]");
  const said = row?.textContent.replace(/\s+/g, " ").trim().replace(/ ?, ?/g, ", ");
  expect(said).toBe(
    "10:15, Patient a, 2 Jan 1980, has an alert, Follow-up, Dr Chen, +1 212 555 0147, by text message, " +
      "Booked, Asked, no answer yet, 12 min late",
  );
  expect(screen.getByRole("button", { name: /^10:15.+Patient a.+12 min late$/ })).toBe(row);
  expect(await violations(container)).toEqual([]);
});

it("has one tab stop, walked by arrows, and letters that act on the row as far as the desk allows", async () => {
  const groups = list(entry("a"), entry("b", { next_statuses: ["fulfilled"], can_move: false }), entry("c"));
  const { component } = render(WorkList, { props: { groups, label: "Arrivals", today: "2026-11-24", acts } });
  const user = userEvent.setup();
  component.focusCursor();
  await user.keyboard("na");
  await user.keyboard("{ArrowDown}");
  expect(focus()).toBe("b");
  await user.keyboard("nxmcd{End}");
  expect(focus()).toBe("c");
  await user.keyboard("cxmb{Enter}");
  expect(document.querySelectorAll("[data-row][tabindex='0']").length).toBe(1);
  expect(done).toEqual([
    ["setStatus", "a", "noshow", "2026-11-24"],
    ["setStatus", "a", "arrived", "2026-11-24"],
    ["setStatus", "b", "fulfilled", "2026-11-24"],
    ["confirm", "c"],
    ["cancel", "c", "2026-11-24"],
    ["move", "c", "2026-11-24"],
    ["bookAgain", "c"],
    ["open", "c", "2026-11-24"],
  ]);
});

it("goes on to the next row when a visit leaves the list, and follows its own when others come and go", async () => {
  const [a, b, c] = [entry("a"), entry("b"), entry("c")];
  const { component, rerender } = render(WorkList, {
    props: { groups: list(a, b, c), label: "Arrivals", today: "2026-11-24", acts },
  });
  component.focusCursor();
  await userEvent.setup().keyboard("{ArrowDown}");
  await rerender({ groups: list(a, c) });
  await expect.poll(focus).toBe("c");
  await rerender({ groups: list(entry("z"), a, c) });
  await expect.poll(focus).toBe("c");
  await rerender({ groups: list(entry("z"), a) });
  await expect.poll(focus).toBe("a");
});
