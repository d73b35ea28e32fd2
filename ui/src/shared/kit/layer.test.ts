// What opens over the page: by its keys, by presses, and where the focus is afterwards.
import { render, screen } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import { createRawSnippet } from "svelte";
import { describe, expect, it } from "vitest";
import { violations } from "../../../tests/axe";
import Menu from "./Menu.svelte";
import Popover from "./Popover.svelte";

describe("a menu", () => {
  const open = async () => {
    const ran: string[] = [];
    const items = ["Arrived", "Block time", "Cancel", "Check in"].map((label) => ({
      label,
      run: () => void ran.push(label),
    }));
    render(Menu, { props: { label: "More", items } });
    const user = userEvent.setup();
    const button = screen.getByRole("button", { name: "More" });
    await user.click(button);
    return { ran, user, button };
  };
  const at = () => document.activeElement?.textContent.trim();

  it("is walked by arrows and by first letters, and runs what is chosen with the focus back", async () => {
    const { ran, user, button } = await open();
    expect(await violations(screen.getByRole("menu", { name: "More" }))).toEqual([]);
    expect([at(), button.getAttribute("aria-expanded")]).toEqual(["Arrived", "true"]);
    const seen: unknown[] = [];
    for (const key of ["{ArrowUp}", "{ArrowDown}", "c", "c", "c", "z", "{Home}", "{End}"]) {
      await user.keyboard(key);
      seen.push(at());
    }
    const walked = ["Check in", "Arrived", "Cancel", "Check in", "Cancel", "Cancel", "Arrived", "Check in"];
    expect(seen).toEqual(walked);
    await user.keyboard("{Enter}");
    expect([ran, document.activeElement === button]).toEqual([["Check in"], true]);
    expect(screen.queryByRole("menu")).toBeNull();
  });

  it("closes by Esc, by a press elsewhere and by its own button", async () => {
    const { ran, user, button } = await open();
    await user.keyboard("{Escape}");
    expect([screen.queryByRole("menu"), document.activeElement === button]).toEqual([null, true]);
    await user.keyboard("{ArrowDown}");
    expect(at()).toBe("Arrived");
    await user.click(document.body);
    expect(screen.queryByRole("menu")).toBeNull();
    await user.click(button);
    await user.click(button);
    expect([screen.queryByRole("menu"), ran]).toEqual([null, []]);
  });
});

it("a panel of settings takes the focus and gives it back, and closes when the focus goes on", async () => {
  const children = createRawSnippet(() => ({ render: () => "<p><button>Up</button><button>Down</button></p>" }));
  const { container } = render(Popover, { props: { label: "Columns", icon: "columns", children } });
  document.body.insertAdjacentHTML("beforeend", "<button id='next'>Next</button>");
  const user = userEvent.setup();
  const button = screen.getByRole("button", { name: "Columns" });
  await user.click(button);
  expect(document.activeElement?.textContent).toBe("Up");
  expect(await violations(container)).toEqual([]);
  await user.keyboard("{Escape}");
  expect([screen.queryByRole("dialog"), document.activeElement === button]).toEqual([null, true]);
  await user.keyboard("{Enter}");
  await user.tab();
  expect(document.activeElement?.textContent).toBe("Down");
  await user.tab();
  expect([screen.queryByRole("dialog"), document.activeElement?.id]).toEqual([null, "next"]);
  document.getElementById("next")?.remove();
});
