// Offers, why there is none, and what each proposed change asks for; the desk itself is not asked here.
import type { AlternativeChange, AlternativeView, FixView, OfferView, OpeningView } from "@bridge";
import { render, screen, within } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import { tick } from "svelte";
import { describe, expect, it, vi } from "vitest";
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
    before: null,
    breaks_gap: false,
    joins: null,
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
    const { container } = render(WhyNot, { props: { slot, onadopt, onfix: () => undefined } });
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
        before: null,
        breaks_gap: false,
        joins: null,
      },
    ];
    render(WhyNot, { props: { slot, onadopt: () => undefined, onfix: () => undefined } });
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByText("Dr Chen is booked out.")).toBeTruthy();
  });
});

describe("what would make a refused time possible", () => {
  const fix = (label: string, more: Partial<FixView>): FixView => ({
    change: "another_time",
    label,
    appointment_type: "long",
    offer: null,
    because: [],
    opening: null,
    granted_by: [],
    ...more,
  });
  const opening: OpeningView = {
    exception: null,
    resource: "chen",
    resource_name: "Dr Chen",
    day: "2026-11-24",
    from: "10:00",
    to: "10:20",
  };

  function refused() {
    const slot = withReasons();
    slot.spot = { resource: "chen", resourceName: "Dr Chen", wall: "2026-11-24T10:00" };
    slot.fixes = [
      fix("As an overbook", { granted_by: ["practice_manager", "front_desk"] }),
      fix("20 minutes later", { offer: { ...offer("later", "10:20", ""), reasons: [] } }),
      fix("Extra session 10:00–10:20", { change: "extra_session", opening }),
    ];
    const taken: string[] = [];
    const onfix = (it: FixView) => taken.push(it.label);
    return { slot, taken, ...render(WhyNot, { props: { slot, onadopt: () => undefined, onfix } }) };
  }

  it("has the focus, is taken by one press, and names who may where this person may not", async () => {
    const { slot, taken, container } = refused();
    const list = screen.getByRole("list", { name: "What would make it possible" });
    const later = screen.getByRole("button", { name: "Tue 24 Nov 10:20–10:59, Dr Chen, Room 1, 20 minutes later" });
    expect(within(list).getAllByRole("button")).toHaveLength(2);
    expect(within(list).getByText("As an overbook: only for Practice manager, Front desk")).toBeTruthy();
    await vi.waitFor(() => expect(document.activeElement).toBe(later));
    await userEvent.keyboard("{Enter}");
    await userEvent.click(screen.getByRole("button", { name: /^Extra session 10:00–10:20, Dr Chen, Tue 24 Nov, / }));
    expect(taken).toEqual(["20 minutes later", "Extra session 10:00–10:20"]);
    slot.take(slot.fixes[1]?.offer as OfferView);
    await vi.waitFor(() => expect(later.getAttribute("aria-pressed")).toBe("true"));
    expect(screen.queryByRole("alert"), "what is settled is no alarm").toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it("is taken by its digit, which counts what can be taken", () => {
    const { taken, component } = refused();
    const press = (key: string) => {
      const event = new KeyboardEvent("keydown", { key, bubbles: true });
      document.body.dispatchEvent(event);
      return component.takeByKey(event);
    };
    expect([press("1"), press("2"), press("3")]).toEqual([true, true, false]);
    expect(taken).toEqual(["20 minutes later", "Extra session 10:00–10:20"]);
  });

  it("does not take the focus from who writes", async () => {
    const field = document.body.appendChild(document.createElement("input"));
    field.focus();
    refused();
    await tick();
    await tick();
    expect(document.activeElement).toBe(field);
    field.remove();
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
