// Last year replayed in the dialog of a provider's hours, timed inside the page (as in page.mjs).

/** Opens the hours of the first provider and shortens one of their days. */
export const openHours = async () => {
  const { until, press, painted } = globalThis.bench;
  const dialog = () => document.querySelector("dialog[open]");
  const button = (words) =>
    [...document.querySelectorAll("main button")].find((it) =>
      (it.getAttribute("aria-label") ?? it.textContent).trim().startsWith(words),
    );
  press(document.body, "6", { ctrlKey: true, code: "Digit6" });
  for (const words of ["Providers and hours", "Change the hours of"]) {
    await until(words, () => button(words) !== undefined);
    button(words).click();
  }
  await until("the hours", () => dialog()?.querySelector(".try button") !== null);
  const label = [...dialog().querySelectorAll("label")].find((it) => it.textContent.trim().startsWith("Tuesday"));
  label.control.value = "9-12";
  label.control.dispatchEvent(new Event("input", { bubbles: true }));
  // What the hours would do to what is booked has been asked and said.
  await new Promise((done) => setTimeout(done, 2_000));
  await painted();
};

/**
 * So many replays of 200 runs, and after each as long a time without one on the same page: the milliseconds of all of them, and
 * the frames over 33 ms. An engine draws more often than 60 times a second where it is not held back, so that what is late is
 * counted against time. The first replay fetches what shows it, and is not counted.
 */
export const replayFrames = async (replays) => {
  const { frame, until } = globalThis.bench;
  const button = () => document.querySelector("dialog[open] .try button");
  const words = button().textContent;
  const isRunning = () => button().textContent !== words;
  const count = async (into, goesOn) => {
    const start = await frame();
    let last = start;
    while (goesOn()) {
      const now = await frame();
      if (now - last > 33.4) into.late++;
      last = now;
    }
    into.ms += last - start;
    return last - start;
  };
  const [first, during, without] = [0, 1, 2].map(() => ({ ms: 0, late: 0 }));
  for (let replay = 0; replay <= replays; replay++) {
    button().click();
    await until("the replay", isRunning);
    const took = await count(replay === 0 ? first : during, isRunning);
    await until("what it says", () => document.querySelector("dialog[open] section tbody") !== null);
    await new Promise((done) => setTimeout(done, 500));
    const end = performance.now() + took;
    if (replay > 0) await count(without, () => performance.now() < end);
  }
  return { during, without };
};

export const closeHours = async () => {
  document.querySelector("dialog[open] header button").click();
};
