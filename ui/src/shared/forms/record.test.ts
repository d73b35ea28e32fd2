import { expect, it } from "vitest";
import { keepTyped } from "./record.svelte";

it("keeps what was typed and takes over the rest", () => {
  const seen = { name: "Main site", phone: "555 0100", lines: ["1 Main Street"] };
  const typed = { ...seen, name: "Main Street site" };
  keepTyped(typed, seen, { name: "Downtown", phone: "555 0199", lines: ["2 Main Street"] });
  expect(typed).toEqual({ name: "Main Street site", phone: "555 0199", lines: ["2 Main Street"] });
});
