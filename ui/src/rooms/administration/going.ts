// The way from here to where something is set up: given by the app, used by whatever section names another place.
import type { Destination } from "@shared/data/sections";
import { createContext } from "svelte";

export const [useGoing, provideGoing] = createContext<(to: Destination) => void>();
