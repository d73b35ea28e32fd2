import type { LinkState } from "@bridge";
import { countEn as count } from "@shared/words/numbers";

export const en = {
  title: "Sync",
  standalone:
    "This desk keeps the book of one clinic on this PC. It belongs to no centre, and nothing is sent anywhere.",
  lead: "This desk decides at once and tells the centre. Without it everything goes on, and is sent when it is back.",
  centre: "Centre",
  link: "Connection",
  links: {
    connecting: "Connecting",
    online: "Connected",
    offline: "Offline",
    signed_out: "Signed out there",
    too_old: "Version too old",
    revoked: "Taken out of the organization",
    put_back: "Put back as another desk",
  } satisfies Record<LinkState, string>,
  since: (state: string, when: string) => `${state} since ${when}`,
  lastContact: "Last answer",
  asOf: "Other desks as of",
  queue: "To be sent",
  undecided: "To be decided",
  deferred: "Kept until the centre can read it",
  place: "Place in the book",
  placeOf: (here: string, there: string) => `${here} of ${there}`,
  storage: "On this PC",
  stored: (decided: string, book: string, free: string) => `decided here ${decided}, book ${book}, free ${free}`,
  signedIn: "Signed in there",
  until: (login: string, when: string) => `${login}, until ${when}`,
  nobody: "Nobody",
  lease: "Without the centre until",
  sendNow: "Send now",
  sent: "The centre is asked.",
  compare: "Compare with the centre",
  equal: "The desk has what the centre has.",
  differs: (kinds: number) =>
    `The desk and the centre differ in ${count(kinds, "kind of row", "kinds of rows")}: fetch everything again.`,
  repair: "Repair",
  repairLead: "Fetches every row from the centre again. What was not sent stays, and is sent.",
  fetchAnew: "Fetch everything again",
  fetching: "Everything is fetched again; the work goes on meanwhile.",
};
