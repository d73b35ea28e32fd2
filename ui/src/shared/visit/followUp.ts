// After which visits a follow-up is booked: the patient was there, or is about to leave.
import type { AppointmentStatus, VisitView } from "@bridge";
import { may } from "../data/session.svelte";

const SEEN: readonly AppointmentStatus[] = ["checked-in", "roomed", "with-provider", "fulfilled"];

export const canFollow = (visit: Pick<VisitView, "status">): boolean => may("book") && SEEN.includes(visit.status);
