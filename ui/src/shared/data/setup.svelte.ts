// The clinic's setup (locations, resources, types, templates), loaded once a session and kept fresh.
import type { AppointmentTypeView, LocationView, ResourceKind, ResourceView, SetupView } from "@bridge";
import { getContext, setContext } from "svelte";
import { type Resource, resource } from "./resource.svelte";

const KEY = Symbol("setup");

export class Setup {
  readonly #loaded: Resource<SetupView>;

  constructor(loaded: Resource<SetupView>) {
    this.#loaded = loaded;
  }

  get loaded(): Resource<SetupView> {
    return this.#loaded;
  }

  get locations(): LocationView[] {
    return this.#loaded.value?.locations.filter((it) => it.is_active) ?? [];
  }

  get types(): AppointmentTypeView[] {
    return this.#loaded.value?.appointment_types.filter((it) => it.is_active) ?? [];
  }

  /** Where the board starts: the first location whose people have hours, else the first. */
  get usualLocation(): string {
    const withHours = this.#loaded.value?.templates.find((it) => it.is_active)?.resource;
    const at = this.#loaded.value?.resources.find((it) => it.id === withHours)?.location;
    return (this.locations.find((it) => it.id === at) ?? this.locations[0])?.id ?? "";
  }

  resources(kind: ResourceKind, location?: string | null): ResourceView[] {
    const all = this.#loaded.value?.resources ?? [];
    return all.filter((it) => it.is_active && it.kind === kind && (!location || it.location === location));
  }

  resource(id: string | null | undefined): ResourceView | undefined {
    return this.#loaded.value?.resources.find((it) => it.id === id);
  }

  /** The other rows of the person whose time this is, at other locations. */
  samePerson({ id, same_person_as }: ResourceView): ResourceView[] {
    const person = same_person_as ?? id;
    const all = this.#loaded.value?.resources ?? [];
    return all.filter((it) => it.id !== id && (it.id === person || it.same_person_as === person));
  }

  resourceName(id: string | null): string {
    return this.resource(id)?.name ?? "";
  }

  locationName(id: string | null): string {
    return this.#loaded.value?.locations.find((it) => it.id === id)?.name ?? "";
  }

  zoneOf(location: string | null): string {
    const found = this.#loaded.value?.locations.find((it) => it.id === location) ?? this.locations[0];
    return found?.zone ?? "UTC";
  }
}

/** Called once by the app's shell. */
export function provideSetup(): Setup {
  return setContext(
    KEY,
    new Setup(
      resource(
        "setup",
        () => ({}),
        (tag) => tag === "setup",
      ),
    ),
  );
}

export const useSetup = (): Setup => getContext<Setup>(KEY);
