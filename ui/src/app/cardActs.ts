// What a patient's card asks for, and shows of other rooms.
import type { ChosenPatient } from "@shared/patient/patient";
import ToCome from "./CardToCome.svelte";
import { waits } from "./waits.svelte";

export const cardActs = {
  onwait: (patient: ChosenPatient) => (waits.entry = { patient }),
  onrecall: (patient: ChosenPatient) => (waits.recall = patient),
  ToCome,
};
