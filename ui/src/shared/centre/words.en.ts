import { countEn as count } from "@shared/words/numbers";

export const en = {
  signIn: {
    title: "Sign in with the centre",
    lead: "The centre wants to know that it is still you. Everything here goes on meanwhile; nothing is lost.",
    over: "You have worked without the centre for as long as your organization allows. Sign in with it to go on; nothing that you saved is lost.",
    code: "Code of the second factor",
    codeHint: "From your authenticator app; leave it empty without one.",
  },
  first: {
    hasCode: "I was given a code",
    hasPassword: "I have a password there",
    lead: "With the code of your invitation, or of a reset, you choose the password that you have at the centre. It opens this PC too.",
    code: "The code that you were given",
    passwordHint: "Long is better than difficult: some words in a row.",
    choose: "Choose this password",
  },
  factor: {
    title: "Set up a second factor",
    lead: "Your organization wants one of you. Type this key into an authenticator app on your phone, then the six digits that it shows.",
    secret: "Key for the app",
    first: "The six digits",
    firstHint: "They change every half minute.",
    confirm: "Go on",
    codes: "Your recovery codes",
    codesLead: "Each of them opens once in place of your phone, for the day on which it is lost.",
    shownOnce: "They are shown this once. Print them, or write them down, and keep them away from this PC.",
    print: "Print",
    kept: "I have kept them",
  },
  stepUp: {
    title: "Show your second factor",
    lead: "This gives or takes rights. The centre wants to be sure that it is you; for some minutes it does not ask again.",
    hint: "Six digits from your authenticator app, or one of your recovery codes.",
    show: "Go on",
  },
  reasons: {
    emergency: "Life or health is in danger",
    coverage: "Whoever treats the patient cannot be reached",
    patient_asked: "The patient asked for it, and is here",
    legal: "A duty of law",
    other: "Another reason",
  },
  toSend: (n: number) => `${count(n, "change", "changes")} to send`,
};
