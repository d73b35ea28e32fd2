// A number whose visits somebody wants to see.
import type { CapacityNumber, CapacityRequest } from "@bridge";

export interface Behind {
  /** What the number is, and of which days. */
  title: string;
  of: CapacityRequest;
  number: CapacityNumber;
}
