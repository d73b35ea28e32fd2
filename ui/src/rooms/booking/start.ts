// What a booking starts from.
import type { HoldView, VisitView } from "@bridge";
import type { Spot } from "@shared/slots/spot";

/** What a booking starts from: a spot on the board, or a visit that another time is looked for. */
export interface Start {
  spot: Spot | null;
  like: VisitView | undefined;
  /** The date at the location, where the patient stands at the counter. */
  walkInOn?: string | undefined;
  follows?: Follows | undefined;
  /** The time that was held for it. */
  held?: HoldView | undefined;
  /** What is due: a type, perhaps a provider, from a day on. */
  due?: Due | undefined;
}

export interface Due {
  type: string;
  provider: string | null;
  from: string;
}

/** The visit that another one follows, and the first day on which that should be. */
export interface Follows {
  visit: VisitView;
  due: string;
}
