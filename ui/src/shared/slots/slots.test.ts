import type { OfferView } from "@bridge";
import { render, screen } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import { expect, it } from "vitest";
import { violations } from "../../../tests/axe";
import OfferList from "./OfferList.svelte";
import { SlotChoice } from "./slot.svelte";

function offer(handle: string, time: string, reason: string): OfferView {
  return {
    handle,
    provider: "chen",
    provider_name: "Dr Chen",
    resources: ["chen"],
    with: "Room 1",
    starts_at: `2026-11-24T${time}Z`,
    wall_start: `2026-11-24T${time}`,
    wall_end: `2026-11-24T${time.slice(0, 3)}59`,
    lane: 0,
    reasons: [reason],
  };
}

function show() {
  const slot = new SlotChoice();
  slot.offers = [offer("a", "09:00", "Earliest"), offer("b", "14:00", "In the afternoon")];
  slot.take(slot.offers[0] as OfferView);
  return { slot, ...render(OfferList, { props: { slot } }) };
}

it("offers say when, who and why, and one of them is pressed", async () => {
  const { slot, container } = show();
  const afternoon = screen.getByRole("button", {
    name: "Tue 24 Nov 14:00–14:59, Dr Chen, Room 1, In the afternoon",
  });
  expect(afternoon.getAttribute("aria-pressed")).toBe("false");
  await userEvent.click(afternoon);
  expect(slot.chosen?.handle).toBe("b");
  expect(afternoon.getAttribute("aria-pressed")).toBe("true");
  expect(await violations(container)).toEqual([]);
});

it("a digit takes an offer, unless text is typed or there is no such offer", () => {
  const { slot, component } = show();
  const press = (key: string, target: HTMLElement) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true });
    target.dispatchEvent(event);
    return component.takeByKey(event);
  };
  const field = document.body.appendChild(document.createElement("input"));
  expect([press("2", field), slot.chosen?.handle]).toEqual([false, "a"]);
  expect([press("3", document.body), slot.chosen?.handle]).toEqual([false, "a"]);
  expect([press("2", document.body), slot.chosen?.handle]).toEqual([true, "b"]);
  field.remove();
});
