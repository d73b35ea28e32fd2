import type { ResourceView } from "@bridge";
import { expect, it } from "vitest";
import { moved } from "./order";

const row = (...positions: number[]): ResourceView[] =>
  positions.map((position, index) => ({
    id: `${index}`,
    version: 1,
    location: "main",
    kind: "provider",
    name: `Dr ${index}`,
    initials: "",
    specialty: "",
    identifier: "",
    join_link: "",
    changeover_minutes: 0,
    same_person_as: null,
    places: 1,
    position,
    is_active: true,
  }));
const at = (all: ResourceView[], place: number): ResourceView => {
  const found = all[place];
  if (!found) throw new Error(`no resource at ${place}`);
  return found;
};
const places = (all: ResourceView[]) => all.map((it) => [it.id, it.position]);

it("changes places with the neighbour, and writes nobody else", () => {
  const all = row(0, 1, 2);
  expect(places(moved(all, at(all, 2), -1))).toEqual([
    ["2", 1],
    ["1", 2],
  ]);
  expect(moved(all, at(all, 0), -1)).toEqual([]);
  expect(moved(all, at(all, 2), 1)).toEqual([]);
});

it("gives every resource a place of its own where several shared one", () => {
  const all = row(0, 0, 0);
  expect(places(moved(all, at(all, 0), 1))).toEqual([
    ["0", 1],
    ["2", 2],
  ]);
});
