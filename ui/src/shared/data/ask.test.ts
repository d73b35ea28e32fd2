import { Unreachable } from "@bridge";
import { afterEach, expect, it } from "vitest";
import { speak } from "../words/locale.svelte";
import { asApiError } from "./ask";

afterEach(() => speak("en"));

it("says that the desk is away in the language of the moment, and keeps the desk's own sentence", () => {
  const away = asApiError(new Unreachable());
  expect([away.retryable, away.sentence]).toEqual([true, expect.stringMatching(/^The desk does not answer/)]);
  speak("es");
  expect(asApiError(new Unreachable()).sentence).toMatch(/^El sistema no responde/);
  expect(asApiError(new TypeError("x is undefined")).sentence).toMatch(/^La ventana tuvo un error/);
  const said = { code: "locked", retryable: false, field: null, sentence: "The desk is locked.", facts: {} };
  expect(asApiError(said)).toBe(said);
});
