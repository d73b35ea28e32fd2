// What a card can do that is done elsewhere in the window: each is a button there, too.
import type { ProposedView } from "@bridge";

export interface AgentActs {
  /** Shows a visit on its day. */
  show: (visit: string, date: string) => void;
  /** Shows a day. */
  showDay: (date: string) => void;
  openPatient: (patient: string) => void;
  /** Where people are looked up and registered. */
  findPatients: () => void;
  /** Draws on the board of the location what waits for a yes. */
  preview: (proposal: ProposedView, location: string) => void;
  /** @param isRefused the board shows again what it showed before */
  endPreview: (isRefused: boolean) => void;
  /** The form that closes time, which says first what it leaves without hours. */
  close: (what: { resource: string; resourceName: string; wall: string }) => void;
}
