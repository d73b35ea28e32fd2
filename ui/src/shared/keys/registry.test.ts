import type { SessionView } from "@bridge";
import { afterEach, describe, expect, it, vi } from "vitest";
import { session } from "../data/session.svelte";
import { type Action, actionsOf, HEARD_TOGETHER, SCOPE_NAMES, type ScopeName, usualKeys } from "./map";
import { actionAt, chosenKeys, isFixed, keysFor, rekeyed, rivalOf, swapped, whyNot } from "./keymap";
import { isInText, keyScope, keysOf, typesText } from "./registry";

const press = (key: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true, ...more });

function liking(keys: Record<string, string>, singleLetters = true) {
  const preferences = { language: null, boards: [], keys, single_letter_keys: singleLetters };
  session.current = { preferences } as unknown as SessionView;
}

afterEach(() => (session.current = null));

describe("keys", () => {
  it("are read as a person writes them", () => {
    expect(keysOf(press("ArrowLeft", { ctrlKey: true }))).toBe("Ctrl+Left");
    expect(keysOf(press("F10", { shiftKey: true }))).toBe("Shift+F10");
    expect(keysOf(press("ContextMenu"))).toBe("Shift+F10");
    expect(keysOf(press("a"))).toBe("A");
    expect(keysOf(press("A", { shiftKey: true }))).toBe("A");
    expect(keysOf(press("l", { metaKey: true }))).toBe("Ctrl+L");
    expect(keysOf(press("L", { ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+L");
  });

  it("are the digits with Ctrl on keyboards that write digits with Shift", () => {
    expect(keysOf(press("&", { ctrlKey: true, code: "Digit1" }))).toBe("Ctrl+1");
    expect(keysOf(press("&", { code: "Digit1" }))).toBe("&");
  });

  it("leave to the keyboard what AltGr writes", () => {
    const linux = Object.assign(press("@"), { getModifierState: (it: string) => it === "AltGraph" });
    const windows = press("x", { ctrlKey: true, altKey: true });
    expect([keysOf(linux), keysOf(windows)]).toEqual(["", ""]);
    liking({ cut: "" });
    const cut = vi.fn();
    expect(board({ cut: { run: cut } }).handle(windows)).toBe(false);
    expect(cut).not.toHaveBeenCalled();
  });
});

const nothing = { run: () => undefined };

function board(acts: Partial<Record<Action, { run: () => void; when?: () => boolean }>>) {
  const all = Object.fromEntries(actionsOf("visit").map((it) => [it, nothing]));
  return keyScope("visit", { ...all, ...acts } as Parameters<typeof keyScope<"visit">>[1]);
}

describe("a place's keys", () => {
  it("do what they mean, whatever the case, and nothing else", () => {
    const arrived = vi.fn();
    const scope = board({ arrived: { run: arrived } });
    const event = press("a");
    expect([scope.handle(event), event.defaultPrevented]).toEqual([true, true]);
    expect(scope.handle(press("a", { ctrlKey: true }))).toBe(false);
    expect(arrived).toHaveBeenCalledTimes(1);
  });

  it("mean nothing while their condition does not hold", () => {
    const event = press("n");
    const scope = board({ noShow: { run: () => undefined, when: () => false } });
    expect([scope.handle(event), event.defaultPrevented]).toEqual([false, false]);
  });

  it("are the person's own where they chose others", () => {
    liking({ arrived: "Ctrl+Shift+A", done: "" });
    const arrived = vi.fn();
    const scope = board({ arrived: { run: arrived } });
    expect(scope.handle(press("a"))).toBe(false);
    expect(scope.handle(press("d"))).toBe(false);
    expect(scope.handle(press("A", { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(arrived).toHaveBeenCalledTimes(1);
  });

  it("are no single letters while those are off, but all others", () => {
    liking({ arrived: "Ctrl+Shift+A" }, false);
    expect([actionAt("visit", "D"), actionAt("lists", "1"), keysFor("done")]).toEqual([null, null, ""]);
    expect([actionAt("visit", "Ctrl+Shift+A"), actionAt("visit", "Ctrl+X"), chosenKeys("done")]).toEqual([
      "arrived",
      "cut",
      "D",
    ]);
  });

  it("do what the person chose, also where a newer desk brings the same key along", () => {
    liking({ cut: "Ctrl+Shift+X", weekOfVisit: "A" });
    expect(actionAt("visit", "A")).toBe("weekOfVisit");
  });
});

describe("the key map", () => {
  it("has one meaning for a key wherever it is heard", () => {
    for (const scopes of [...HEARD_TOGETHER, ["moving"] as ScopeName[]]) {
      const all = [...new Set(scopes.flatMap((it): Action[] => actionsOf(it)))].map((it) => usualKeys[it]);
      expect(all.filter((keys, at) => all.indexOf(keys) !== at)).toEqual([]);
    }
  });

  it("has one key for an action, and knows each as a person presses it", () => {
    const usual = SCOPE_NAMES.flatMap((it): Action[] => actionsOf(it));
    expect(new Set(usual)).toEqual(new Set(Object.keys(usualKeys)));
    expect(usual.filter((it) => !isFixed(it) && whyNot(it, usualKeys[it]) !== null)).toEqual([]);
  });

  it("keeps the keys by which everything is worked", () => {
    expect(
      ["earlier", "enter", "hourLater", "stopMoving", "fiveLater", "openOnBoard"].every((it) => isFixed(it as Action)),
    ).toBe(true);
    expect(["dayBefore", "endOfDay", "menu", "arrived"].some((it) => isFixed(it as Action))).toBe(false);
    for (const keys of [
      "Tab",
      "Ctrl+Tab",
      "Enter",
      "Esc",
      "Up",
      "Shift+Down",
      "Space",
      "Ctrl+C",
      "Ctrl+V",
      "Ctrl+0",
      "F5",
      "Alt+L",
      "",
    ])
      expect([keys, whyNot("lock", keys)]).toEqual([keys, "stays"]);
    for (const keys of ["Ctrl+K", "Ctrl+Shift+K", "F12", "Shift+F9", "Ctrl+Up"]) expect(whyNot("lock", keys)).toBe(null);
  });

  it("gives letters to what has letters, and to nothing that would take them from a text", () => {
    expect([whyNot("arrived", "Z"), whyNot("arrived", "Ctrl+K")]).toEqual([null, null]);
    expect([whyNot("lock", "Z"), whyNot("week", "7")]).toEqual(["needsCtrl", "needsCtrl"]);
  });

  it("finds the other meaning that keys have where they are heard, and none elsewhere", () => {
    liking({ today: "F12" });
    expect(rivalOf("lock", "Ctrl+G")).toBe("goToDate");
    expect(rivalOf("goToDate", "F12")).toBe("today");
    expect(rivalOf("goToDate", "Ctrl+T")).toBe(null);
    expect(rivalOf("arrived", "C")).toBe("confirm");
    expect(rivalOf("arrived", "B")).toBe("bookSameTime");
    expect(rivalOf("arrived", "E")).toBe(null);
    expect(rivalOf("lock", "Ctrl+L")).toBe(null);
  });

  it("keeps what differs from the usual, and forgets it when it does not", () => {
    liking({ today: "" });
    expect([keysFor("today"), rekeyed(["lock", "F12"])]).toEqual(["", { today: "", lock: "F12" }]);
    liking({ today: "", lock: "F12" });
    expect([keysFor("lock"), rekeyed(["lock", "Ctrl+L"])]).toEqual(["F12", { today: "" }]);
  });

  it("swaps two actions, or takes the keys from one that cannot have the other's", () => {
    liking({});
    expect(swapped("today", "goToDate")).toEqual({ today: "Ctrl+G", goToDate: "Ctrl+T" });
    expect(swapped("arrived", "cut")).toEqual({ arrived: "Ctrl+X", cut: "" });
  });
});

it("tells typing from doing", () => {
  expect(["a", "é", "7"].every((key) => typesText(press(key)))).toBe(true);
  expect([press("Enter"), press(" "), press("a", { ctrlKey: true })].some(typesText)).toBe(false);
  expect(typesText(press("@", { ctrlKey: true, altKey: true }))).toBe(true);
});

it("knows the fields in which keys are text", () => {
  const element = (html: string) => {
    document.body.innerHTML = html;
    return document.body.firstElementChild;
  };
  expect(["<input>", "<textarea></textarea>", "<select></select>"].every((html) => isInText(element(html)))).toBe(true);
  expect(["<input type='checkbox'>", "<button></button>"].some((html) => isInText(element(html)))).toBe(false);
});
