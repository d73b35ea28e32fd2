import type { Pressed } from "@shared/keys/opener";
import { describe, expect, it } from "vitest";
import { Effort } from "./effort";

function clock(at = 0) {
  let now = at;
  const key = (key: string, repeat = false): Pressed => ({ key, repeat, timeStamp: now });
  return { now: () => now, pass: (seconds: number) => void (now += 1000 * seconds), key };
}

describe("the effort of a booking", () => {
  it("runs from the key that opened it", () => {
    const time = clock(5000);
    const effort = new Effort(time.now, time.now());
    time.pass(4);
    effort.press(time.key("a"));
    time.pass(6.4);
    effort.press(time.key("Enter"));
    expect(effort.measured).toEqual({ seconds: 10, keystrokes: 3 });
  });

  it("runs from the first key within, where it was pointed at", () => {
    const time = clock();
    const effort = new Effort(time.now);
    time.pass(60);
    effort.press(time.key("z"));
    time.pass(3);
    expect(effort.measured).toEqual({ seconds: 3, keystrokes: 1 });
  });

  it("runs from when it was opened, where no key was pressed at all", () => {
    const time = clock();
    const effort = new Effort(time.now);
    time.pass(12);
    expect(effort.measured).toEqual({ seconds: 12, keystrokes: 0 });
  });

  it("counts no modifiers, and a key that is held down once", () => {
    const time = clock();
    const effort = new Effort(time.now);
    effort.press(time.key("Shift"));
    time.pass(5);
    for (const [key, repeat] of [
      ["Control", false],
      ["ArrowDown", false],
      ["ArrowDown", true],
      ["ArrowDown", true],
    ] as const)
      effort.press(time.key(key, repeat));
    time.pass(1);
    expect(effort.measured).toEqual({ seconds: 1, keystrokes: 1 });
  });

  it("begins anew with the next booking", () => {
    const time = clock();
    const effort = new Effort(time.now, time.now());
    time.pass(20);
    effort.restart();
    time.pass(2);
    expect(effort.measured).toEqual({ seconds: 2, keystrokes: 0 });
    effort.press(time.key("Enter"));
    expect(effort.measured).toEqual({ seconds: 0, keystrokes: 1 });
  });

  it("goes on after a refusal, and says nothing of more than an hour", () => {
    const time = clock();
    const effort = new Effort(time.now, time.now());
    time.pass(3600);
    expect(effort.measured).toEqual({ seconds: 3600, keystrokes: 1 });
    time.pass(1);
    expect(effort.measured).toBeNull();
  });
});
