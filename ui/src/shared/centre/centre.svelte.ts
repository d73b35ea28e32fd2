// How this desk stands with its centre, asked once for the whole window and again whenever anything of it moves.
import type { CentreView, SyncStatus } from "@bridge";
import { getContext, setContext } from "svelte";
import { type Resource, resource } from "../data/resource.svelte";

const KEY = Symbol("centre");

export class Centre {
  readonly #loaded: Resource<SyncStatus>;

  constructor(loaded: Resource<SyncStatus>) {
    this.#loaded = loaded;
  }

  /** None for a desk that is its own arbiter, and before the first answer. */
  get view(): CentreView | null {
    const status = this.#loaded.value;
    return status?.state === "joined" ? status.centre : null;
  }

  get isStandalone(): boolean {
    return this.#loaded.value?.state === "standalone";
  }

  put(known: SyncStatus): void {
    this.#loaded.put(known);
  }
}

/** Called once by the app's shell. */
export const provideCentre = (): Centre =>
  setContext(
    KEY,
    new Centre(
      resource(
        "sync_status",
        () => ({}),
        (tag) => tag === "sync",
      ),
    ),
  );

export const useCentre = (): Centre => getContext<Centre>(KEY);

/** Whether this desk belongs to a centre, for what also stands where nobody asked. Called while it is set up. */
export function knowsCentre(): () => boolean {
  const centre = getContext<Centre | undefined>(KEY);
  // Not each time that something else of it moves.
  const knows = $derived(centre !== undefined && centre.view !== null);
  return () => knows;
}
