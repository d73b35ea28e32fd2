// The kit's widgets by their names and keys, and by axe.
import { render, screen } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import { createRawSnippet } from "svelte";
import { describe, expect, it } from "vitest";
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

  it("take a date digit by digit", async () => {
    const chosen: (string | null)[] = [];
    const props = { label: "Birth date", value: null, onchosen: (date: string | null) => chosen.push(date) };
    const { container } = render(DateField, { props });
    const user = userEvent.setup();
    await user.click(screen.getAllByRole("spinbutton")[0] as HTMLElement);
    await user.keyboard("02011980");
    expect(chosen.at(-1)).toBe("1980-02-01");
    const said = chosen.length;
    await user.click(document.body);
    expect(chosen.length, "leaving the field chooses nothing anew").toBe(said);
    expect(await violations(container)).toEqual([]);
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
