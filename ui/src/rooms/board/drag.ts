// Dragging a visit, by pointer events only (the window's driver and Windows' own drag and drop both need that). A drag
// begins after a few pixels, so that a click stays a click.
const BEGINS_AFTER_PX = 5;

export interface DragHooks {
  /** Whether this thing may be dragged. */
  mayDrag(id: string): boolean;
  /** @param grabbedPx how far below the thing's top it was grabbed */
  over(id: string, x: number, y: number, grabbedPx: number): void;
  drop(id: string): void;
  stop(): void;
}

interface Drag {
  id: string;
  startX: number;
  startY: number;
  grabbedPx: number;
  isOn: boolean;
}

/** Watches a board whose visits carry `data-visit`, or whose heads carry `data-head`. Returns the way to stop. */
export function watchDrags(board: HTMLElement, hooks: DragHooks, kind: "visit" | "head" = "visit"): () => void {
  let drag: Drag | null = null;

  function down(event: PointerEvent) {
    const block = event.target instanceof Element ? event.target.closest<HTMLElement>(`[data-${kind}]`) : null;
    const id = block?.dataset[kind];
    if (!block || !id || event.button !== 0 || !hooks.mayDrag(id)) return;
    const grabbedPx = event.clientY - block.getBoundingClientRect().top;
    drag = { id, startX: event.clientX, startY: event.clientY, grabbedPx, isOn: false };
  }

  function move(event: PointerEvent) {
    if (!drag) return;
    const far = Math.hypot(event.clientX - drag.startX, event.clientY - drag.startY) > BEGINS_AFTER_PX;
    if (!drag.isOn && far) {
      drag.isOn = true;
      board.setPointerCapture(event.pointerId);
    }
    if (drag.isOn) hooks.over(drag.id, event.clientX, event.clientY, drag.grabbedPx);
  }

  function up() {
    const done = drag;
    drag = null;
    if (!done?.isOn) return;
    window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
    hooks.drop(done.id);
  }

  function cancel(event: Event) {
    if (!drag || (event instanceof KeyboardEvent && event.key !== "Escape")) return;
    drag = null;
    hooks.stop();
  }

  board.addEventListener("pointerdown", down);
  board.addEventListener("pointermove", move);
  board.addEventListener("pointerup", up);
  board.addEventListener("pointercancel", cancel);
  window.addEventListener("keydown", cancel, true);
  return () => {
    board.removeEventListener("pointerdown", down);
    board.removeEventListener("pointermove", move);
    board.removeEventListener("pointerup", up);
    board.removeEventListener("pointercancel", cancel);
    window.removeEventListener("keydown", cancel, true);
  };
}

/** The click that ends a drag is not a click. */
function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
