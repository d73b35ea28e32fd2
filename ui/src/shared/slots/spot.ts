// A place on the board that somebody pointed at: a resource and a wall-clock time. Whether anything can be booked
// there is the desk's to say.
export interface Spot {
  resource: string;
  resourceName: string;
  /** `YYYY-MM-DDTHH:MM` at the location. */
  wall: string;
  /** What is booked there: the type of the group that was pointed at. */
  type?: string | undefined;
}

export const isSameSpot = (a: Spot | null, b: Spot | null): boolean =>
  a?.resource === b?.resource && a?.wall === b?.wall;
