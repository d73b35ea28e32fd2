import { describe, expect, it } from "vitest";
import { activeScopes, isInText, keyScope, keysOf, listScope, typesText } from "./registry.svelte";

const press = (key: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true, ...more });

describe("keys", () => {
  it("are read as a person writes them", () => {
    expect(keysOf(press("ArrowLeft", { ctrlKey: true }))).toBe("Ctrl+Left");
    expect(keysOf(press("F10", { shiftKey: true }))).toBe("Shift+F10");
    expect(keysOf(press("A", { shiftKey: true }))).toBe("A");
    expect(keysOf(press("l", { metaKey: true }))).toBe("Ctrl+l");
  });

  it("run what they mean, whatever the case, and nothing else", () => {
    const ran: string[] = [];
    const scope = keyScope(
      () => "test",
      [
        { keys: "A", label: () => "Arrived", run: () => ran.push("A") },
        { keys: "Ctrl+L", label: () => "Lock", run: () => ran.push("lock") },
      ],
    );
    const event = press("a");
    expect([scope.handle(event), event.defaultPrevented]).toEqual([true, true]);
    expect(scope.handle(press("l"))).toBe(false);
    expect(scope.handle(press("l", { ctrlKey: true }))).toBe(true);
    expect(ran).toEqual(["A", "lock"]);
  });

  it("mean nothing while their condition does not hold", () => {
    const scope = keyScope(
      () => "test",
      [{ keys: "N", label: () => "No-show", run: () => undefined, when: () => false }],
    );
    const event = press("n");
    expect([scope.handle(event), event.defaultPrevented]).toEqual([false, false]);
  });

  it("have one meaning in a scope", () => {
    const binding = { keys: "Ctrl+G", label: () => "Go", run: () => undefined };
    expect(() => keyScope(() => "test", [binding, { ...binding, keys: "ctrl+g" }])).toThrow("two meanings");
  });

  it("are listed for help while their scope is on screen", () => {
    const scope = keyScope(() => "listed", []);
    const stop = listScope(scope);
    expect(activeScopes()).toContain(scope);
    stop();
    expect(activeScopes()).not.toContain(scope);
  });
});

it("tells typing from doing", () => {
  expect(["a", "é", "7"].every((key) => typesText(press(key)))).toBe(true);
  expect([press("Enter"), press(" "), press("a", { ctrlKey: true })].some(typesText)).toBe(false);
});

it("knows the fields in which keys are text", () => {
  const element = (html: string) => {
    document.body.innerHTML = html;
    return document.body.firstElementChild;
  };
  expect(["<input>", "<textarea></textarea>", "<select></select>"].every((html) => isInText(element(html)))).toBe(true);
  expect(["<input type='checkbox'>", "<button></button>"].some((html) => isInText(element(html)))).toBe(false);
});
