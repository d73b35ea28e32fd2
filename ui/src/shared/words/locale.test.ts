// Words follow the language wherever they were put: read, in a group that was kept, spread into a component.
import { afterEach, expect, it } from "vitest";
import { speak } from "./locale.svelte";
import { choicesOf, codeWords } from "./codes";

afterEach(() => speak("en"));

it("a group that was kept speaks the language of the moment", () => {
  const kept = codeWords.modality;
  expect(kept.phone).toBe("By phone");
  speak("es");
  expect(kept.phone).toBe("Por teléfono");
  expect(choicesOf(kept).map((it) => it.label)).toContain("Por teléfono");
});

it("a group can be spread and asked for its names, as a component does with its properties", () => {
  expect({ ...codeWords.theme }).toEqual({ system: "As on this PC", light: "Light", dark: "Dark" });
  expect("light" in codeWords.theme).toBe(true);
  expect("pink" in codeWords.theme).toBe(false);
});
