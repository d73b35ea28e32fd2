// The kit's widgets by their names and keys, and by axe.
import { render, screen } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import { createRawSnippet } from "svelte";
import { describe, expect, it, vi } from "vitest";
import { violations } from "../../../tests/axe";
import { announce, note } from "../data/notify.svelte";
import RecoveryCode from "../recovery/RecoveryCode.svelte";
import Button from "./Button.svelte";
import Choices from "./Choices.svelte";
import DateField from "./DateField.svelte";
import Dialog from "./Dialog.svelte";
import MonthCalendar from "./MonthCalendar.svelte";
import Refusals from "./Refusals.svelte";
import SelectField from "./SelectField.svelte";
import TextField from "./TextField.svelte";
import Toasts from "./Toasts.svelte";

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
const CHOICES = [
  { value: "a", label: "First" },
  { value: "b", label: "Second" },
];

describe("a button", () => {
  it("keeps its focus and does nothing while it is busy", async () => {
    let presses = 0;
    const { rerender } = render(Button, { props: { children: words("Save"), onclick: () => presses++ } });
    const user = userEvent.setup();
    const button = screen.getByRole("button", { name: "Save" });
    await user.click(button);
    await rerender({ busy: true });
    await user.click(button);
    expect([presses, document.activeElement === button]).toEqual([1, true]);
  });

  it("has a name when it shows an icon only", async () => {
    const { container } = render(Button, { props: { icon: "close", label: "Close the panel", keys: "Esc" } });
    expect(screen.getByRole("button", { name: "Close the panel" }).title).toBe("Close the panel (Esc)");
    expect(await violations(container)).toEqual([]);
  });
});

describe("fields", () => {
  it("tie label, hint and error to the control", async () => {
    const { container } = render(TextField, { props: { label: "Login", hint: "Lowercase.", error: "It is taken." } });
    const input = screen.getByLabelText("Login");
    const described = (input.getAttribute("aria-describedby") ?? "").split(" ");
    expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual(["Lowercase.", "It is taken."]);
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(await violations(container)).toEqual([]);
  });

  it("take a date in figures as soon as its year is there, and say it with the month as a word", async () => {
    const chosen: (string | null)[] = [];
    const props = { label: "Birth date", value: null, onchosen: (date: string | null) => chosen.push(date) };
    const { container } = render(DateField, { props });
    const user = userEvent.setup();
    const field = screen.getByLabelText<HTMLInputElement>("Birth date");
    await user.type(field, "2/1/1980");
    expect(chosen).toEqual(["1980-02-01"]);
    expect([field.value, screen.getByText("Fri 1 Feb 1980").tagName]).toEqual(["2/1/1980", "P"]);
    await user.tab();
    expect(field.value).toBe("1 Feb 1980");
    expect(chosen.length, "leaving the field chooses nothing anew").toBe(1);
    expect(await violations(container)).toEqual([]);
  });

  it("take a date in words when it is left, and none away without being told", async () => {
    vi.setSystemTime("2026-11-24T12:00:00Z");
    const chosen: (string | null)[] = [];
    const onchosen = (date: string | null) => chosen.push(date);
    render(DateField, { props: { label: "From day", value: "2026-11-25", onchosen } });
    const user = userEvent.setup();
    const field = screen.getByLabelText<HTMLInputElement>("From day");
    await user.type(field, "fri", { initialSelectionStart: 0, initialSelectionEnd: 11 });
    expect([chosen, screen.queryByText("Fri 27 Nov 2026") !== null]).toEqual([[], true]);
    await user.tab();
    expect([chosen, field.value]).toEqual([["2026-11-27"], "27 Nov 2026"]);
    await user.clear(field);
    await user.tab();
    expect(chosen).toEqual(["2026-11-27", null]);
    vi.useRealTimers();
  });

  it("keep a form from being sent with what is no date", async () => {
    const form = document.body.appendChild(document.createElement("form"));
    let sent = 0;
    form.addEventListener("submit", (event) => (event.preventDefault(), sent++));
    render(DateField, { target: form, props: { label: "Birth date", value: null, isBirth: true } });
    const user = userEvent.setup();
    const field = screen.getByLabelText("Birth date");
    await user.type(field, "2/11{Enter}");
    expect([sent, field.getAttribute("aria-invalid"), document.activeElement === field]).toEqual([0, "true", true]);
    expect(screen.getByText("This is not a date.")).toBeTruthy();
    await user.type(field, "/58{Enter}", { initialSelectionStart: 4 });
    expect([sent, screen.getByText("Tue 11 Feb 1958").tagName]).toEqual([1, "P"]);
    form.remove();
  });

  it("tell what a person chose", async () => {
    const chosen: string[] = [];
    const props = { label: "Kind", choices: CHOICES, value: "a", onchosen: (value: string) => chosen.push(value) };
    render(SelectField, { props });
    render(Choices, { props });
    const user = userEvent.setup();
    await user.selectOptions(screen.getByRole("combobox", { name: "Kind" }), "b");
    await user.click(screen.getByRole("radio", { name: "Second" }));
    expect(chosen).toEqual(["b", "b"]);
  });
});

it("a calendar gives the day that was picked", async () => {
  let picked = "";
  const props = { label: "Pick a day", value: "2026-11-24", onchosen: (date: string) => (picked = date) };
  render(MonthCalendar, { props });
  await userEvent.setup().click(screen.getByRole("button", { name: /27 November 2026/ }));
  expect(picked).toBe("2026-11-27");
});

it("a calendar is walked by keys, over the end of a month and of a year", async () => {
  let picked = "";
  const props = { label: "Pick a day", value: "2026-11-30", onchosen: (date: string) => (picked = date) };
  const { container } = render(MonthCalendar, { props });
  const user = userEvent.setup();
  screen.getByRole("button", { name: "Monday 30 November 2026" }).focus();
  const after = async (keys: string) => {
    await user.keyboard(keys);
    return document.activeElement?.getAttribute("aria-label");
  };
  expect(await after("{ArrowRight}")).toBe("Tuesday 1 December 2026");
  expect(screen.getByRole("grid", { name: "December 2026" })).toBeTruthy();
  expect(await after("{ArrowDown}{Home}")).toBe("Sunday 6 December 2026");
  expect(await after("{End}")).toBe("Saturday 12 December 2026");
  expect(await after("{PageDown}")).toBe("Tuesday 12 January 2027");
  expect(await after("{Shift>}{PageUp}{/Shift}{ArrowUp}")).toBe("Monday 5 January 2026");
  await user.keyboard("{Enter}");
  expect(picked).toBe("2026-01-05");
  expect(screen.getAllByRole("gridcell").length).toBe(42);
  expect(await violations(container)).toEqual([]);
});

it("a dialog is named, closes by its button, and gives the focus back", async () => {
  document.body.insertAdjacentHTML("beforeend", "<button id='before'>Before</button>");
  const before = document.getElementById("before");
  before?.focus();
  let closed = 0;
  const props = { title: "Block time", onclose: () => closed++, children: words("Why?") };
  const { unmount } = render(Dialog, { props });
  expect(await violations(screen.getByRole("dialog", { name: "Block time" }))).toEqual([]);
  await userEvent.setup().click(screen.getByRole("button", { name: "Close" }));
  unmount();
  expect([closed, document.activeElement?.id]).toEqual([1, "before"]);
});

it("refusals are read out, one sentence a line", () => {
  const reasons = [
    { code: "closed", sentence: "Dr Chen is at lunch.", field: null },
    { code: "taken", sentence: "Room 2 is taken.", field: null },
  ];
  render(Refusals, { props: { reasons } });
  expect([...screen.getByRole("alert").querySelectorAll("li")].map((it) => it.textContent)).toEqual([
    "Dr Chen is at lunch.",
    "Room 2 is taken.",
  ]);
});

it("a note is shown and said once, and the same words twice are said twice", async () => {
  render(Toasts);
  note("Booked.");
  await Promise.resolve();
  const said = () => screen.getAllByRole("status")[0]?.textContent;
  const first = said();
  announce("Booked.");
  await Promise.resolve();
  expect([first, said()]).toEqual(["Booked.", "Booked.\u00a0"]);
  await userEvent.setup().click(screen.getByRole("button", { name: "Close this note" }));
  expect(screen.queryByRole("button", { name: "Close this note" })).toBeNull();
});

it("nothing goes on before the recovery code is kept", async () => {
  const { container } = render(RecoveryCode, { props: { code: "K7QF-2MXD", onkept: () => undefined } });
  const goOn = screen.getByRole<HTMLButtonElement>("button", { name: "Continue" });
  expect(goOn.disabled).toBe(true);
  await userEvent.setup().click(screen.getByRole("checkbox", { name: "I have kept the recovery code" }));
  expect(goOn.disabled).toBe(false);
  expect(await violations(container)).toEqual([]);
});
