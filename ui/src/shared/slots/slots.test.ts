// Offers, why there is none, and what each proposed change asks for; the desk itself is not asked here.
import type { AlternativeChange, AlternativeView, OfferView } from "@bridge";
import { render, screen } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { violations } from "../../../tests/axe";
import OfferList from "./OfferList.svelte";
import { SlotChoice } from "./slot.svelte";
import WhyNot from "./WhyNot.svelte";

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

const alternative = (change: AlternativeChange, label: string): AlternativeView => ({
  change,
  label,
  appointment_type: "short",
  resource: "okafor",
  resource_name: "Dr Okafor",
  wall_start: "2026-11-24T10:20",
});

function withReasons(): SlotChoice {
  const slot = new SlotChoice();
  slot.reasons = ["Nothing is free on Tue 24 Nov 2026.", "Dr Chen is booked out."].map((sentence) => ({
    code: "taken",
    sentence,
    field: null,
  }));
  return slot;
}

describe("why there is no offer", () => {
  it("is read out, with a button for each change", async () => {
    const slot = withReasons();
    slot.alternatives = [alternative("later", "Later: Wed 25 Nov 09:00"), alternative("overbook", "Overbook")];
    const adopted: string[] = [];
    const onadopt = (it: AlternativeView) => adopted.push(it.change);
    const { container } = render(WhyNot, { props: { slot, onadopt } });
    expect(screen.getByRole("alert").textContent).toContain("Dr Chen is booked out.");
    await userEvent.setup().click(screen.getByRole("button", { name: "Later: Wed 25 Nov 09:00" }));
    expect(adopted).toEqual(["later"]);
    expect(await violations(container)).toEqual([]);
  });

  it("stands quietly beside offers for another day", () => {
    const slot = withReasons();
    slot.offers = [
      {
        handle: "1",
        provider: "chen",
        provider_name: "Dr Chen",
        resources: ["chen"],
        with: "",
        starts_at: "2026-11-25T14:00:00Z",
        wall_start: "2026-11-25T09:00",
        wall_end: "2026-11-25T09:20",
        lane: 0,
        reasons: [],
      },
    ];
    render(WhyNot, { props: { slot, onadopt: () => undefined } });
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByText("Dr Chen is booked out.")).toBeTruthy();
  });
});

describe("a proposed change", () => {
  it("asks for what it says", () => {
    const slot = new SlotChoice();
    slot.provider = "chen";
    slot.adopt(alternative("later", ""));
    expect([slot.provider, slot.from]).toEqual(["chen", "2026-11-24"]);
    slot.adopt(alternative("another_provider", ""));
    expect([slot.provider, slot.from, slot.spot]).toEqual(["", "2026-11-24", null]);
    slot.adopt(alternative("overbook", ""));
    expect(slot.spot).toEqual({ resource: "okafor", resourceName: "Dr Okafor", wall: "2026-11-24T10:20" });
  });
});
