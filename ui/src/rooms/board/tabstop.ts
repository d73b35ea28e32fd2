// The board's one tab stop, and the mark of the visit that keys act on. Set on the elements themselves: an arrow key
// must not draw the board anew.
export class TabStop {
  #cell: HTMLElement | null = null;
  #marked: Element | null = null;

  /** Puts the stop on a cell and the mark on a visit inside it. Focus that was on the old stop goes along. */
  put(cell: HTMLElement | null, block: string | undefined): HTMLElement | null {
    const before = this.#cell;
    if (before && before !== cell) {
      // Another day's rows may begin at another time: the same element is then another quarter hour.
      if (before === document.activeElement) cell?.focus({ preventScroll: true });
      before.setAttribute("tabindex", "-1");
    }
    cell?.setAttribute("tabindex", "0");
    this.#marked?.removeAttribute("data-current");
    const marks = `[data-visit="${block}"], [data-group="${block}"]`;
    this.#marked = (block && cell?.querySelector(marks)) || null;
    this.#marked?.setAttribute("data-current", "");
    this.#cell = cell;
    return cell;
  }
}
