import type { AnswerOf } from "@shared/centre/asking.svelte";
import { countEn as count } from "@shared/words/numbers";

type Event = AnswerOf<"list_security_events">["events"][number];

export const en = {
  lead: "What the centre noticed in the audit trail. Nothing here is proved: somebody looks at it, and says what it was.",
  severity: "How grave",
  any: "All of them",
  severities: { notice: "Notice", warning: "Warning", alarm: "Alarm" } satisfies Record<Event["severity"], string>,
  states: { open: "open", acknowledged: "somebody looks into it", closed: "closed" } satisfies Record<
    Event["state"],
    string
  >,
  showClosed: "Closed ones too",
  none: "Nothing waits for somebody to look at it.",
  noneSuch: "There is nothing of this kind.",
  open: (n: number) => `${count(n, "event waits", "events wait")} to be looked into.`,
  times: (n: number) => `${n} times`,
  closedWith: (note: string) => `Closed with: ${note}`,
  takeOn: "Look into it",
  close: "Close",
  closeAsk: "Close this event?",
  why: "What it was",
  isClosed: "The event is closed.",
  earlier: "Earlier ones",
  rules: {
    failed_sign_ins_account: "Somebody tries passwords of one account",
    failed_sign_ins_address: "Somebody tries many accounts from one address",
    password_requests: "New passwords are asked for by mail, again and again",
    reused_session: "A session was used from two places",
    no_relation: "A record was opened of a patient with whom nothing is planned",
    mass_reads: "Far more records were opened in an hour than this person ever opens",
    off_hours: "A record was opened while the clinic is closed",
    same_surname: "A record was opened of a patient with the person's own family name",
    two_devices: "One person was at two desks at a time",
    break_glass: "Somebody looked beyond their role, with a reason",
    break_glass_rate: "Somebody looks beyond their role again and again",
    audit_fork: "The audit trail is another than it was",
    cross_tenant: "Something of another organization was asked for",
  } satisfies Record<Event["rule"], string>,
  todo: {
    failed_sign_ins_account: "Ask the person whether it was them. If not, reset their password.",
    failed_sign_ins_address:
      "Look whether the address is one of yours. Nobody got in by this; watch whether it goes on.",
    password_requests: "Ask the people whether it was them. Nobody got in by this.",
    reused_session: "It was ended at once. Ask the person where they were signed in, and look at the PC.",
    no_relation: "Ask the person what it was for.",
    mass_reads: "Ask the person at once. If they cannot say why, sign them out everywhere.",
    off_hours: "Ask the person what it was for.",
    same_surname: "Ask whether they are related. One's own family's records are looked after by somebody else.",
    two_devices: "Ask the person whether they shared their password.",
    break_glass: "It waits for a review under Break-glass.",
    break_glass_rate: "Talk to the person: either their role is too narrow, or something is wrong.",
    audit_fork: "An incident. Keep everything as it is, and call whoever runs the centre.",
    cross_tenant: "An incident. Sign the person out everywhere, and call whoever runs the centre.",
  } satisfies Record<Event["rule"], string>,
};
