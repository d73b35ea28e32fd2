import type { ProposedView } from "@bridge";
import { expect, it } from "vitest";
import { drawn, Preview } from "./preview.svelte";

const VIEW: ProposedView = {
  number: 1,
  act: "book",
  patient: "ruiz",
  patient_name: "Ruiz, Ana",
  birth_date: "1980-01-02",
  appointment_type: "follow-up",
  type_name: "Follow-up",
  visit: null,
  wall_start: "2026-12-03T10:10",
  provider: "chen",
  provider_name: "Dr Chen",
  earliest: null,
  latest: null,
};
const VISIT = {
  id: "a",
  patient: "ruiz",
  patient_name: "Ruiz, Ana",
  birth_date: "1980-01-02",
  type_name: "Follow-up",
  provider_name: "Dr Chen",
  wall_start: "2026-11-24T10:10",
};

it("is of what takes a time or gives one back, and of nothing else", () => {
  const spot = { resource: "chen", resourceName: "Dr Chen", wall: "2026-12-03T10:10" };
  const booked = { location: "main", patientName: "Ruiz, Ana", spot, minutes: 20, visit: null, becomes: null };
  expect(drawn(VIEW, "main", 20)).toEqual(booked);
  const moved = { ...booked, visit: "a", becomes: "moves" };
  expect(drawn({ ...VIEW, act: "reschedule", visit: VISIT }, "main", 20)).toEqual(moved);
  const cancel = { ...VIEW, act: "cancel", visit: VISIT, wall_start: null, provider: null };
  expect(drawn(cancel, "main", 20)).toEqual({ ...booked, spot: null, visit: "a", becomes: "cancelled" });
  for (const act of ["confirm", "waitlist"]) expect(drawn({ ...VIEW, act }, "main", 20)).toBeNull();
});

function begun() {
  const board: { date: string | null; week: string | null } = { date: null, week: "chen" };
  const proposed = drawn(VIEW, "main", 20);
  if (!proposed) throw new Error("a booking is drawn");
  return { board, preview: new Preview(board), proposed };
}

it("goes to its day, over another one that takes its place, and back after a no", () => {
  const { board, preview, proposed } = begun();
  preview.show(proposed, "2026-12-03");
  expect(board).toEqual({ date: "2026-12-03", week: null });
  preview.show(proposed, "2026-12-04");
  preview.show(proposed, null);
  preview.end(true);
  expect([board, preview.proposed]).toEqual([{ date: null, week: "chen" }, null]);
  preview.end(true);
  expect(board.week).toBe("chen");
});

it("stays where it is after a yes, and where somebody went on from its day", () => {
  const agreed = begun();
  agreed.preview.show(agreed.proposed, "2026-12-03");
  agreed.preview.end(false);
  expect(agreed.board.date).toBe("2026-12-03");

  const wentOn = begun();
  wentOn.preview.show(wentOn.proposed, "2026-12-03");
  wentOn.board.date = "2026-12-10";
  wentOn.preview.end(true);
  expect(wentOn.board).toEqual({ date: "2026-12-10", week: null });
});
