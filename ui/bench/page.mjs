// What is done and timed inside the page. Every function is sent to the page as text, so each stands alone but for the
// helpers of `HELPERS`, which are put there first. Times end when the frame that shows the change has been painted.

export const HELPERS = async () => {
  const nextTask = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done();
      port2.postMessage(null);
    });
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const painted = async () => {
    await frame();
    await nextTask();
  };
  /** Until it is so and painted: it is looked at where a frame begins, and the next task comes after that frame. */
  const shown = async (what, isSo) => {
    await until(what, isSo);
    await nextTask();
  };
  const until = async (what, isSo) => {
    const end = performance.now() + 30_000;
    while (!isSo()) {
      if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
      await frame();
    }
  };
  const press = (target, key, more = {}) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  const grid = () => document.querySelector("[role=grid]");
  const visits = () => [...document.querySelectorAll("[data-visit]")];
  Object.assign(globalThis, { bench: { frame, painted, until, shown, press, grid, visits } });
};

/** Milliseconds from the page's start to the sign-in form, and from the desk's answer to the board. */
export const signIn = async (login, password) => {
  const { until, shown, painted, visits } = globalThis.bench;
  const field = () => document.querySelector("input[type=password]");
  await until("the sign-in form", () => field() !== null);
  const paint = performance.getEntriesByType("paint").find((it) => it.name === "first-contentful-paint");
  const form = paint?.startTime ?? performance.now();
  const fill = (input, text) => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  fill(field().form.querySelector("input:not([type=password])"), login);
  fill(field(), password);
  await painted();
  field().form.requestSubmit();
  await shown("the board", () => visits().length > 0);
  const answered = performance.getEntriesByType("resource").findLast((it) => it.name.endsWith("/call/sign_in"));
  return { form, board: performance.now() - answered.responseEnd };
};

/** To another day and to its painted frame, `runs` times there and back over two weeks. */
export const daySwitches = async (runs, days) => {
  const { shown, press, grid, visits } = globalThis.bench;
  const times = [];
  for (let run = 0; run < runs; run++) {
    const isForth = Math.floor(run / (days - 1)) % 2 === 0;
    const before = visits()[0]?.dataset.visit;
    const heading = document.querySelector("h1").textContent;
    const start = performance.now();
    press(grid(), isForth ? "ArrowRight" : "ArrowLeft", { ctrlKey: true });
    await shown(
      "another day",
      () => document.querySelector("h1").textContent !== heading && visits()[0]?.dataset.visit !== before,
    );
    times.push(performance.now() - start);
  }
  return times;
};

/**
 * One visit after the other arrives, on a board at rest: from the key to the painted frame, the desk's durable write in
 * between.
 */
export const statusChanges = async (runs) => {
  const { until, shown, painted, press, visits } = globalThis.bench;
  const isReadAgain = () => performance.getEntriesByType("resource").some((it) => it.name.endsWith("/call/day"));
  const times = [];
  const isAlone = (it) => !it.closest("[role=gridcell]").getAttribute("aria-label").includes(";");
  const isBooked = (it) => /, booked/.test(it.getAttribute("aria-label")) && isAlone(it);
  const ids = visits()
    .filter(isBooked)
    .map((it) => it.dataset.visit)
    .slice(0, runs);
  for (const id of ids) {
    const block = () => document.querySelector(`[data-visit="${id}"]`);
    const cell = block().closest("[role=gridcell]");
    cell.focus();
    // A window that is not in front has no focus to give: the board is told all the same.
    cell.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    await painted();
    const before = block().getAttribute("aria-label");
    performance.clearResourceTimings();
    const start = performance.now();
    press(cell, "a");
    await shown("the status", () => block().getAttribute("aria-label") !== before);
    times.push(performance.now() - start);
    await until("the day, read again", isReadAgain);
    await painted();
  }
  return times;
};

/** Types names letter by letter: from each letter to the painted list. */
export const lookUps = async (names) => {
  const { until, shown, press, grid } = globalThis.bench;
  press(grid(), "F2");
  const box = () => document.querySelector("main [role=combobox]");
  await until("the look-up", () => box() !== null);
  const times = [];
  for (const name of names) {
    for (let length = 2; length <= name.length; length++) {
      performance.clearResourceTimings();
      const start = performance.now();
      box().value = name.slice(0, length);
      box().dispatchEvent(new Event("input", { bubbles: true }));
      await shown("the answer", () =>
        performance.getEntriesByType("resource").some((it) => it.name.endsWith("/call/find_patients")),
      );
      times.push(performance.now() - start);
    }
  }
  return times;
};

/** The capacity room from its key to its painted picture, `runs` times from the board. */
export const capacityOpens = async (runs) => {
  const { shown, painted, press, visits } = globalThis.bench;
  const cells = () => document.querySelectorAll(".capacity-room [role=grid] td").length;
  const times = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    press(document.body, "7", { ctrlKey: true, code: "Digit7" });
    await shown("the capacity room", () => cells() > 0);
    times.push(performance.now() - start);
    if (run === runs - 1) break;
    press(document.body, "1", { ctrlKey: true, code: "Digit1" });
    await shown("the board", () => visits().length > 0);
    // What goes on behind the room's back is over.
    await new Promise((done) => setTimeout(done, 2_000));
    await painted();
  }
  return times;
};

export const backToBoard = async () => {
  const { shown, press, visits } = globalThis.bench;
  press(document.body, "1", { ctrlKey: true, code: "Digit1" });
  await shown("the board", () => visits().length > 0);
};

/**
 * One provider after the other is chosen in the capacity room: from the choice to the painted picture. What is learnt of missed visits
 * once a day, for seconds, is there before.
 */
export const capacityFilters = async (runs) => {
  const { shown, painted, until } = globalThis.bench;
  await until("what is known of missed visits", () => document.querySelector(".capacity-room .says") !== null);
  const choice = [...document.querySelectorAll(".capacity-room header select")].find((it) => it.options.length > 10);
  const rows = () =>
    [...document.querySelectorAll(".capacity-room [role=grid] tbody th")].map((it) => it.textContent).join();
  const times = [];
  for (let run = 1; run <= runs; run++) {
    const before = rows();
    const start = performance.now();
    choice.value = choice.options[run].value;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    await shown("the provider's row", () => rows() !== before);
    times.push(performance.now() - start);
    await painted();
    // Nobody chooses again before what stands further below is there too.
    await new Promise((done) => setTimeout(done, 300));
  }
  return times;
};

/** The share of frames over 33 ms while `running` is set, counted until it is asked for. */
export const countFrames = async () => {
  const { frame } = globalThis.bench;
  const count = { all: 0, late: 0, runs: true };
  globalThis.frames = count;
  void (async () => {
    let last = await frame();
    while (count.runs) {
      const now = await frame();
      count.all++;
      if (now - last > 33.4) count.late++;
      last = now;
    }
  })();
};

export const frames = async () => {
  globalThis.frames.runs = false;
  return globalThis.frames;
};

/** Where to drag a visit from, and the ground that it is dragged over. */
export const dragGround = async () => {
  const { visits, grid } = globalThis.bench;
  const ground = grid().parentElement.parentElement.getBoundingClientRect();
  const seen = visits()
    .map((it) => it.getBoundingClientRect())
    .find((it) => it.top > 200 && it.top < innerHeight / 2 && it.left > ground.left + 60 && it.right < innerWidth);
  return { x: Math.round(seen.x + 30), y: Math.round(seen.y + 5), width: innerWidth, height: innerHeight };
};

/** A block that follows the pointer over an empty page. */
export const emptyGround = async () => {
  const block = document.createElement("div");
  block.style.cssText = "position: absolute; width: 130px; height: 50px; border: 2px dashed";
  document.body.append(block);
  addEventListener("pointermove", ({ clientX, clientY }) => {
    block.style.transform = `translate(${clientX}px, ${clientY}px)`;
  });
  return { x: 300, y: 300, width: innerWidth, height: innerHeight };
};
