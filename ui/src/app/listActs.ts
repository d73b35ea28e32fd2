// What the work lists ask for, done by the day screen: one key where that is all there is to say; on the board, beside
// the visit, where a change asks for more.
import type { AppointmentStatus, AppointmentView, VisitView } from "@bridge";
import type { ChosenPatient } from "@shared/patient/patient";
import type { BoardActs } from "../rooms/board/acts";
import type { ListActs } from "../rooms/lists/acts";

/** Checking in asks who the patient is. */
const ASKS_MORE: readonly AppointmentStatus[] = ["checked-in"];

export function listActs(
  screen: { visitActs: BoardActs; keep: (visit: AppointmentView) => void },
  show: (appointment: string, date: string) => void,
  book: (patient: ChosenPatient, like?: VisitView) => void,
): ListActs {
  const onBoard = (visit: VisitView, date: string, act: (acts: BoardActs) => void) => {
    show(visit.id, date);
    act(screen.visitActs);
  };
  return {
    open: (visit, date) => show(visit.id, date),
    setStatus(visit, to, date) {
      if (ASKS_MORE.includes(to)) onBoard(visit, date, (acts) => acts.setStatus(visit, to));
      else screen.visitActs.setStatus(visit, to);
    },
    confirm: (visit) => screen.visitActs.confirm(visit),
    called: (visit) => screen.keep(visit),
    cancel: (visit, date) => onBoard(visit, date, (acts) => acts.cancel(visit)),
    move: (visit, date) => onBoard(visit, date, (acts) => acts.move(visit, date)),
    followUp: (visit, date) => onBoard(visit, date, (acts) => acts.followUp(visit, date)),
    bookAgain(visit) {
      const patient = { id: visit.patient, name: visit.patient_name, birth_date: visit.birth_date };
      // A visit that was missed is booked again as it was: another time for the same.
      book(patient, visit.status === "noshow" ? visit : undefined);
    },
  };
}
