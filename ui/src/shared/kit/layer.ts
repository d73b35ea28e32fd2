// A panel that stands over the page beside what it belongs to, until Esc, a press elsewhere, or the focus going on. The
// platform draws it above everything; where it stands is reckoned here, as not every engine has anchors.
import { untrack } from "svelte";
import type { Attachment } from "svelte/attachments";

const GAP_PX = 4;
const EDGE_PX = 8;

interface Layer {
  /** What it stands below, or above where there is more room. */
  beside: () => HTMLElement | null | undefined;
  /** Its right edge is that of what it belongs to, not its left one. */
  atEnd?: boolean;
  /** The button that opens and closes it by itself. */
  opener: () => HTMLElement | undefined;
  close: () => void;
  /** Gives the focus back, unless it went on by itself. */
  giveBack: () => void;
}

/** For an element with `popover="manual"` that is there while it is open. */
export function layer({ beside, atEnd = false, opener, close, giveBack }: Layer): Attachment<HTMLElement> {
  return (panel) => {
    let wentOn = false;
    const over = new AbortController();
    const { signal } = over;
    const place = () => placeBeside(panel, beside(), atEnd);
    const isOf = (target: EventTarget | null, element?: HTMLElement) =>
      target instanceof Node && element?.contains(target) === true;

    panel.showPopover();
    untrack(place);
    addEventListener("resize", place, { signal });
    addEventListener("scroll", place, { signal, capture: true });
    const pressed = ({ target }: Event) => isOf(target, panel) || isOf(target, opener()) || close();
    addEventListener("pointerdown", pressed, { signal, capture: true });
    panel.addEventListener("focusout", ({ relatedTarget: next }) => {
      if (signal.aborted || !next || isOf(next, panel) || isOf(next, opener())) return;
      wentOn = true;
      close();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      close();
    });
    return () => {
      over.abort();
      if (!wentOn) untrack(giveBack);
    };
  };
}

function placeBeside(panel: HTMLElement, anchor: HTMLElement | null | undefined, atEnd: boolean): void {
  if (!anchor) return;
  const at = anchor.getBoundingClientRect();
  const [below, above] = [innerHeight - at.bottom - GAP_PX - EDGE_PX, at.top - GAP_PX - EDGE_PX];
  const isBelow = panel.scrollHeight <= below || below >= above;
  panel.style.maxBlockSize = `${isBelow ? below : above}px`;
  const { offsetWidth: width, offsetHeight: height } = panel;
  const left = atEnd ? at.right - width : at.left;
  panel.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`;
  panel.style.top = `${isBelow ? at.bottom + GAP_PX : at.top - GAP_PX - height}px`;
}
