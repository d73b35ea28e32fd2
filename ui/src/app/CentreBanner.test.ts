import { render, screen } from "@testing-library/svelte";
import { userEvent } from "@testing-library/user-event";
import type { CentreView } from "@bridge";
import { expect, it, vi } from "vitest";
import CentreBanner from "./CentreBanner.svelte";

const centre = vi.hoisted(() => ({ view: null as CentreView | null }));
vi.mock("@shared/centre/centre.svelte", () => ({ useCentre: () => centre }));
vi.mock("@shared/data/setup.svelte", () => ({ useSetup: () => ({ zoneOf: () => "America/New_York" }) }));

const online = (more: Partial<CentreView>) =>
  ({ link: "online", queued: 0, lost: 0, first_sync: null, since: null, as_of: null, ...more }) as CentreView;
const said = () => screen.getByRole("status").textContent.trim();

it("says what the centre lost until somebody has compared it", async () => {
  centre.view = online({ lost: 2 });
  render(CentreBanner, { onprint: () => undefined });
  expect(said()).toContain("2 changes of this desk");
  await userEvent.click(screen.getByRole("button", { name: "I have compared it" }));
  expect(said()).toBe("");
});
