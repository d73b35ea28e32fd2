import type { ProposedView } from "@bridge";
import { birthDay, fullDay, wallMoment } from "@shared/words/dates";

const who = (it: ProposedView): string => `${it.patient_name}, born ${birthDay(it.birth_date)}`;
const withWhom = (provider: string): string => (provider ? ` with ${provider}` : "");

export const en = {
  title: "Ask",
  ask: "Ask or tell",
  hint: "In English. Nothing is done before you say yes.",
  send: "Send",
  anew: "Begin anew",
  log: "What was said",
  examples: "For example",
  you: "You",
  thinking: "One moment…",
  trace: "Who decided what",
  by: {
    supervisor: "Supervisor",
    availability_agent: "Availability",
    booking_agent: "Booking",
    faq_agent: "Knowledge",
    general_agent: "General",
  } as Record<string, string>,
  steps: {
    emergency: "words of an emergency",
    understood: "understood as",
    task: "works on",
    picked: "number picked",
    agreed: "yes to proposal",
    dropped: "no to proposal",
    namesakes: "records of that name",
    offers: "times that fit",
    outside_wish: "no time as wished for, others",
    fullness: "booked and open time of",
    proposes_to_close: "opens the form to close",
    proposes: "proposes",
    asks: "asks for",
    refused: "refused because",
    several_visits: "visits that could be meant",
    hands_over: "hands over to",
    found: "records found",
    answers: "answers",
    does_not_know: "nothing is near enough",
  } as Record<string, string>,
  emergency: {
    title: "This may be an emergency",
    script: {
      call_emergency_number:
        "Tell the caller to hang up and dial 911 now, or dial it for them. Do not leave them alone on the line.",
      self_harm: "Stay on the line. Dial or text 988; where danger is near, 911. Fetch a clinician now.",
      pregnancy: "Fetch a clinician now. If it is severe, dial 911.",
      same_day: "Fetch a clinician: this should be seen today.",
    } as Record<string, string>,
    heard: (words: string) => `Heard: “${words}”. Nothing was booked. It is for a person to judge.`,
    dismiss: "It is none",
  },
  offers: (type: string) => `Times for ${type}`,
  outsideWish: "Nothing is free as it was wished for. The nearest:",
  none: "No time was found.",
  onDay: (wall: string) => `Show ${wall} on the board`,
  whichPatient: "Which of them? Compare the birth date.",
  noPatient: (name: string) => `No record goes by “${name}”.`,
  whichVisit: "Which visit?",
  noVisit: (name: string) => `${name} has no visit to come that this could mean.`,
  whichDay: "Which day is meant?",
  whichProvider: (said: string) => `“${said}” could be several:`,
  whichType: "Which type of visit?",
  missing: {
    patient: "For whom? Say the patient's name.",
    visit: "Which visit? Say the patient's name.",
    day: "Which day?",
  } as Record<string, string>,
  propose: {
    book: (it: ProposedView) =>
      `Book ${who(it)}: ${it.type_name}, ${wallMoment(it.wall_start ?? "")}${withWhom(it.provider_name)}.`,
    reschedule: (it: ProposedView) =>
      `Move ${who(it)}: ${it.type_name}, from ${wallMoment(it.visit?.wall_start ?? "")}${withWhom(it.visit?.provider_name ?? "")} to ${wallMoment(it.wall_start ?? "")}${withWhom(it.provider_name)}.`,
    cancel: (it: ProposedView) =>
      `Cancel the visit of ${who(it)}: ${it.type_name}, ${wallMoment(it.visit?.wall_start ?? "")}${withWhom(it.visit?.provider_name ?? "")}. The patient asked for it.`,
    confirm: (it: ProposedView) =>
      `Note that ${who(it)} confirmed by phone: ${it.type_name}, ${wallMoment(it.visit?.wall_start ?? "")}.`,
    waitlist: (it: ProposedView) =>
      `Put ${who(it)} on the waitlist: ${it.type_name}${withWhom(it.provider_name)}, from ${fullDay(it.earliest ?? "")}${it.latest ? ` to ${fullDay(it.latest)}` : ""}.`,
  } as Record<string, (it: ProposedView) => string>,
  yes: "Yes, do it",
  no: "No",
  waits: "Nothing is done before you say yes.",
  done: {
    book: (it: ProposedView) => `Booked: ${it.patient_name}, ${wallMoment(it.wall_start ?? "")}.`,
    reschedule: (it: ProposedView) => `Moved: ${it.patient_name}, ${wallMoment(it.wall_start ?? "")}.`,
    cancel: (it: ProposedView) => `Cancelled: ${it.patient_name}, ${wallMoment(it.visit?.wall_start ?? "")}.`,
    confirm: (it: ProposedView) => `Confirmed: ${it.patient_name}.`,
    waitlist: (it: ProposedView) => `On the waitlist: ${it.patient_name}.`,
  } as Record<string, (it: ProposedView) => string>,
  dropped: "Nothing was done.",
  stale: "That proposal is over. Nothing was done.",
  checkIn: "Open the visit",
  checkInAsks: (name: string) => `Check-in of ${name} asks who it is, face to face.`,
  full: (day: string) => `How full ${day} is`,
  filled: (booked: number, open: number) => `${Math.round((100 * booked) / open)} % booked, ${open - booked} min open`,
  close: (name: string, day: string) =>
    `Close time of ${name} on ${day}: the form says first which visits it leaves without hours.`,
  openForm: "Open the form",
  ownSource: "From this organization's knowledge base.",
  source: (source: string, date: string) => `Source: ${source}, ${date}. General information, no advice.`,
  doNotKnow: "I do not know. Ask a clinician or the practice manager.",
  general: {
    greeting: "Hello. What can I do?",
    thanks: "You are welcome.",
    goodbye: "Goodbye.",
    help: "I find free times, book, move and cancel visits after your yes, put people on the waitlist, and answer from the clinic's knowledge base.",
    out_of_scope: "That is not for this desk.",
    unclear: "I did not understand that. Say it in other words, or use the buttons.",
  } as Record<string, string>,
};
