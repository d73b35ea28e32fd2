// F6: from one part of the window to the next, in reading order, wherever the focus is.

/** Moves the focus to the first control of the next part that can be seen. */
export function nextRegion(): void {
  const all = [...document.querySelectorAll<HTMLElement>("[data-region]")];
  const regions = all.filter(
    (it) => it.closest("[inert]") === null && it.checkVisibility({ visibilityProperty: true }),
  );
  const here = regions.findIndex((it) => it.contains(document.activeElement));
  for (let step = 1; step <= regions.length; step++) {
    const target = firstControl(regions[(here + step) % regions.length]);
    if (target) return target.focus();
  }
}

function firstControl(region: HTMLElement | undefined): HTMLElement | undefined {
  const found = region?.querySelectorAll<HTMLElement>("button, input, select, textarea, [tabindex='0']") ?? [];
  return [...found].find((it) => it.tabIndex >= 0 && !it.hasAttribute("disabled"));
}
