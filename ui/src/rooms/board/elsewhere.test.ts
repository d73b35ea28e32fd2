import { expect, it } from "vitest";
import { columnsOf, rowsOf } from "./geometry";
import { day, elsewhere, hold, visit } from "./sample";
import { cellLabel } from "./words";

it("is said of the cells of its resource and day, where nothing of this desk's own stands", () => {
  const times = [
    elsewhere(555, 585),
    elsewhere(600, 615, { desk: { name: "", is_booked: true } }),
    elsewhere(630, 660, { date: "2026-11-25" }),
    elsewhere(630, 660, { resource: "gone" }),
    elsewhere(660, 690),
    elsewhere(690, 720),
    elsewhere(785, 800),
    elsewhere(815, 825),
  ];
  const shown = day([visit("a", 660, 690), visit("b", 770, 785)], { holds: [hold("h", 690, 720)] });
  const rows = rowsOf(shown);
  const [chen, ito] = columnsOf(shown, rows, { showClosed: false, elsewhere: times });
  const said = (column: typeof chen, wall: string) => {
    const at = rows.findIndex((it) => it.wall === wall);
    const row = rows[at];
    return (
      column &&
      row &&
      cellLabel(column, row, column.byRow[at] ?? [])
        .split(", ")
        .slice(2)
        .join(", ")
    );
  };
  expect(said(chen, "09:15")).toBe("being booked at Desk 2");
  expect(said(chen, "09:30")).toBe("being booked at Desk 2");
  expect(said(chen, "09:45")).toBe("free");
  expect(said(chen, "10:00")).toBe("booked at another desk, not sent yet");
  expect(said(chen, "10:30")).toBe("free");
  expect(said(chen, "11:00")).not.toContain("being booked");
  expect(said(chen, "11:30")).toMatch(/^held for/);
  expect(said(ito, "09:15")).toBe("free");
  // A cell in which a visit ends, and one whose beginning is free, say it of their rest.
  expect(said(chen, "13:00")).toMatch(/^Patient b.*; being booked at Desk 2$/);
  expect(said(chen, "13:15")).toBe("being booked at Desk 2");
  expect(said(chen, "13:30")).toBe("free; being booked at Desk 2");
});
