// How the window looks: what the person chose, else what the PC asks for. The tokens read it off the page's root.
import type { Preferences } from "@bridge";

export type Looks = Pick<Preferences, "theme" | "contrast">;

/** As the language: the page that asks for a password looks as the window did before it locked. */
const KEPT = "looks";
const asksForMore = window.matchMedia("(prefers-contrast: more)");
let worn: Looks = { theme: "system", contrast: "system" };

export function wear({ theme, contrast }: Looks): void {
  worn = { theme, contrast };
  const root = document.documentElement;
  root.dataset["theme"] = theme;
  root.dataset["contrast"] = asksForMore.matches ? "more" : contrast;
  sessionStorage.setItem(KEPT, JSON.stringify(worn));
}

/** Called once, before anything is drawn. */
export function dress(): void {
  asksForMore.addEventListener("change", () => wear(worn));
  wear({ ...worn, ...(JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") as Partial<Looks>) });
}
