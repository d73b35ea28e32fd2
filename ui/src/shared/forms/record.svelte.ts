// A record in a form. Others may save the same record meanwhile: what they changed and this form did not is
// then taken over, what was typed stays, and nothing is sent before a person has looked.
import type { Outcome, SetupView, Version } from "@bridge";
import { ask, asApiError } from "../data/ask";
import { Saving } from "../data/saving.svelte";

interface Kept {
  id?: string | null;
  version: Version | null;
}

/** What is drawn of how sending went. */
export interface Sent {
  readonly saving: Saving;
  readonly isMet: boolean;
}

export class RecordForm<R extends Kept, V extends object> implements Sent {
  readonly saving = new Saving();
  /** What stands in the fields. */
  values: V;
  /** Somebody else saved the record while it was open here. */
  isMet = $state(false);
  /** The record as it was last seen; null for a new one. */
  #record: R | null;
  #seen: V;
  readonly #valuesOf: (record: R) => V;

  /** @param valuesOf the fields of a record */
  constructor(record: R | null, fresh: () => V, valuesOf: (record: R) => V) {
    this.#record = record;
    this.#valuesOf = valuesOf;
    const values = $state(record ? valuesOf(record) : fresh());
    this.values = values;
    this.#seen = $state.snapshot(values) as V;
  }

  get record(): R | null {
    return this.#record;
  }

  /**
   * Sends the form. The saved record, or null with the reasons in `saving`.
   * @param all the records of this kind, where the one of the form is looked up again
   */
  async save(send: (record: R | null) => Promise<Outcome<R>>, all: () => Promise<R[]>): Promise<R | null> {
    this.isMet = false;
    const saved = await this.saving.send(() => send(this.#record));
    if (saved) {
      this.#see(saved, this.#valuesOf(saved));
      return saved;
    }
    if (this.saving.refused.some((it) => it.code === "changed")) await this.#meet(all);
    return null;
  }

  async #meet(all: () => Promise<R[]>): Promise<void> {
    try {
      const standing = (await all()).find((it) => it.id === this.#record?.id);
      if (!standing) return;
      const theirs = this.#valuesOf(standing);
      keepTyped(this.values, this.#seen, theirs);
      this.#see(standing, theirs);
      this.isMet = true;
    } catch (problem) {
      this.saving.error = asApiError(problem);
    }
  }

  #see(record: R, values: V): void {
    [this.#record, this.#seen] = [record, values];
  }
}

/** The records of one kind as they stand in the clinic's setup. */
export const inSetup =
  <R>(of: (setup: SetupView) => R[]) =>
  async (): Promise<R[]> =>
    of(await ask("setup", {}));

/** Takes over every field that nobody typed in: that stands as it was seen. */
export function keepTyped<V extends object>(typed: V, seen: V, theirs: V): void {
  for (const key of Object.keys(theirs) as (keyof V)[])
    if (JSON.stringify(typed[key]) === JSON.stringify(seen[key])) typed[key] = theirs[key];
}
