// What a person at the desk waits for in the page, in Chromium and in WebKitGTK. One JSON line a figure, as the desk's
// own benchmarks print them. Baselines are the figures of the prototype board that the design was chosen by.
//
//   node ui/bench/main.mjs        after the desk's benchmarks, which make the clinics
import { withBrowser } from "./driver.mjs";
import { LOGIN, memory, PASSWORD, withDesk } from "./desk.mjs";
import * as page from "./page.mjs";
import { closeHours, openHours, replayFrames } from "./replay.mjs";
import { scriptSizes } from "./size.mjs";

const LARGE = ["large-clinic", "2026-11-23T14:00Z"];
const BUSY = ["busy-clinic", "2026-11-23T14:00Z"];
/** As many as the busy clinic has; all of them there and back. */
const DAYS = 14;
const TOUR = 2 * (DAYS - 1);
const NAMES = ["garcia maria", "smith", "nguyen", "ordonez", "o'brien", "kowalski", "ana silva", "555"];
// Prototype, Chromium and WebKitGTK 2.50 on two cores without a GPU.
const PROTOTYPE = {
  chromium: { day_switch: 69, change: 14, look_up: 12, start: 1300 },
  webkit: { day_switch: 94, change: 13, look_up: 12, start: 1300 },
};
/** Engines give back what they do not need any more when nothing happens for a while. */
const rest = () => new Promise((done) => setTimeout(done, 10_000));

for (const figure of await scriptSizes()) print(figure);
for (const engine of ["webkit", "chromium"]) {
  const prototype = PROTOTYPE[engine];
  const named = (name) => `ui_${name}_${engine}`;
  await withDesk(...LARGE, (desk) => withBrowser(engine, (browser) => large(browser, desk, named, prototype)));
  await withDesk(...BUSY, (desk) => withBrowser(engine, (browser) => busy(browser, desk, named, prototype)));
}

async function large(browser, desk, named, prototype) {
  const { form, board } = await enter(browser, desk);
  print({
    name: named("start_to_board_large"),
    value: form + board,
    unit: "ms",
    baseline: prototype.start,
    goal: "<= 1500 ms",
  });
  await capacity(browser, named);
  await replay(browser, named);
  const keys = await browser.run(page.lookUps, NAMES);
  const goal = "<= 50 ms";
  print({
    name: named("look_up_key_p95"),
    value: percentile(keys, 0.95),
    unit: "ms",
    baseline: prototype.look_up,
    goal,
  });
}

async function capacity(browser, named) {
  // The board is looked at first: meanwhile the desk works the room out.
  await new Promise((done) => setTimeout(done, 5_000));
  const [first, ...again] = await browser.run(page.capacityOpens, 6);
  const room = { unit: "ms", baseline: null, goal: "<= 150 ms" };
  print({ name: named("capacity_first_large"), value: first, ...room });
  print({ name: named("capacity_again_large"), value: median(again), ...room });
  const filters = await browser.run(page.capacityFilters, 12);
  print({
    name: named("capacity_filter_large"),
    value: median(filters),
    unit: "ms",
    baseline: null,
    goal: "<= 50 ms",
  });
  await browser.run(page.backToBoard);
}

/** The window goes on drawing while the desk replays a year on the other cores. */
async function replay(browser, named) {
  await browser.run(openHours);
  const { during, without } = await browser.run(replayFrames, 12);
  await browser.run(closeHours);
  await browser.run(page.backToBoard);
  /** Of the frames that 60 a second make. */
  const share = ({ ms, late }) => (100 * late) / Math.max((ms * 60) / 1000, 1);
  print({
    name: named("capacity_replay_frames_late"),
    value: share(during) - share(without),
    unit: "points",
    baseline: share(without),
    goal: "<= 2 points",
  });
}

async function busy(browser, desk, named, prototype) {
  const empty = await emptyDrag(browser);
  const held = () => memory(browser.driverProcess, desk.process);
  /** The engine itself and the desk, with nothing on the page. */
  const bare = held();
  await enter(browser, desk);
  const changes = await browser.run(page.statusChanges, 30);
  print({
    name: named("status_to_frame"),
    value: median(changes),
    unit: "ms",
    baseline: prototype.change,
    goal: "<= 40 ms",
  });
  const dragged = await lateShare(browser, await browser.run(page.dragGround));
  await browser.release();
  print({
    name: named("drag_frames_late"),
    value: dragged - empty,
    unit: "points",
    baseline: empty,
    goal: "<= 2 points",
  });
  const switches = await browser.run(page.daySwitches, 2 * TOUR, DAYS);
  print({
    name: named("day_switch_480"),
    value: median(switches),
    unit: "ms",
    baseline: prototype.day_switch,
    goal: "<= 120 ms",
  });
  await rest();
  const before = held();
  await browser.run(page.daySwitches, 37 * TOUR, DAYS);
  print({ name: named("memory_at_work"), value: held(), unit: "MiB", baseline: bare, goal: null });
  await rest();
  const after = held();
  print({ name: named("memory_after_1000_days"), value: after, unit: "MiB", baseline: bare, goal: "<= 350 MiB" });
  const growth = (100 * (after - before)) / before;
  print({ name: named("memory_growth"), value: growth, unit: "%", baseline: null, goal: "< 10 %" });
}

async function enter(browser, desk) {
  await browser.go(desk.url);
  await browser.run(page.HELPERS);
  return browser.run(page.signIn, LOGIN, PASSWORD);
}

/** What the engine itself takes: the same drag on a page with nothing but a block that follows the pointer. */
async function emptyDrag(browser) {
  await browser.go("about:blank");
  await browser.run(page.HELPERS);
  const late = await lateShare(browser, await browser.run(page.emptyGround));
  await browser.release();
  return late;
}

/** Percent of late frames while something is dragged to and fro. */
async function lateShare(browser, ground) {
  await browser.run(page.countFrames);
  await browser.drag(zigzag(ground), 16);
  const { all, late } = await browser.run(page.frames);
  return (100 * late) / Math.max(all, 1);
}

function zigzag({ x, y, width, height }) {
  const points = [{ x, y }];
  for (let step = 1; step <= 180; step++) {
    const share = Math.abs(((step / 60) % 2) - 1);
    points.push({
      x: Math.round(160 + (width - 320) * (1 - share)),
      y: Math.round(260 + (height - 360) * share),
    });
  }
  return points;
}

function print({ name, value, unit, baseline, goal }) {
  const round = (number) => Math.round(number * 100) / 100;
  const ratio = baseline ? round(value / baseline) : null;
  console.log(
    JSON.stringify({ name, value: round(value), unit, baseline: baseline ? round(baseline) : null, ratio, goal }),
  );
}

function percentile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)];
}

function median(times) {
  return percentile(times, 0.5);
}
