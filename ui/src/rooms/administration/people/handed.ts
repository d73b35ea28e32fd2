// A code that somebody gets, and what it is for.
import type { AnswerOf } from "@shared/centre/asking.svelte";
import type { Person } from "./staff";

export interface Handed {
  what: "invitation" | "password";
  person: Person;
  code: AnswerOf<"invite_person">;
}
