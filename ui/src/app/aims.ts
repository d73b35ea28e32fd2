// What is under way on the day screen, as its board draws it. Each is read by itself, so that a change of one draws nothing
// of the others anew.
import { type Aims, NO_AIMS } from "../rooms/board/aims";
import type { DayPlace } from "./day.svelte";

export const aimsOf = (place: DayPlace): Aims => ({
  get target() {
    return place.booking?.spot ?? place.moving?.spot ?? null;
  },
  get targetMinutes() {
    const visit = place.moving?.visit;
    return visit ? visit.to_minute - visit.from_minute : NO_AIMS.targetMinutes;
  },
  get moving() {
    return place.moving?.visit ?? null;
  },
  get cut() {
    return place.cut?.visit.id ?? null;
  },
  get proposed() {
    return place.preview.proposed;
  },
});
