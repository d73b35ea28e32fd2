// What a question about a visit to come starts from.
import type { GapView, RecallView, VisitView, WaitlistEntryView } from "@bridge";
import type { ChosenPatient } from "@shared/patient/patient";

/** Free minutes of somebody, to be filled. */
export type GapTime = Pick<GapView, "resource" | "resource_name" | "from" | "to">;

export interface WaitStart {
  patient: Pick<ChosenPatient, "id" | "name">;
  type?: string | undefined;
  provider?: string | undefined;
  /** The visit that they would give up for an earlier one, and its day. */
  moving?: { visit: VisitView; date: string } | undefined;
  /** An entry that is changed. */
  entry?: WaitlistEntryView | undefined;
}

/** Who is to be called when it is time, and what is known of it already. */
export interface RecallStart extends Pick<ChosenPatient, "id" | "name"> {
  due?: string;
  type?: string;
  provider?: string | null;
  /** One that is changed. */
  recall?: RecallView;
}
