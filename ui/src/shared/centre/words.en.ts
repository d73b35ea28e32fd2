import { countEn as count } from "@shared/words/numbers";

export const en = {
  signIn: {
    title: "Sign in with the centre",
    lead: "The centre wants to know that it is still you. Everything here goes on meanwhile; nothing is lost.",
    over: "You have worked without the centre for as long as your organization allows. Sign in with it to go on; nothing that you saved is lost.",
    code: "Code of the second factor",
    codeHint: "From your authenticator app; leave it empty without one.",
  },
  enrol: {
    form: "This PC and its organization",
    needs: "Your organization's administrator gives you three things. The code is for this PC, and is used once.",
    address: "Address of the centre",
    addressHint: "Begins with https://",
    organization: "Organization",
    organizationHint: "Its short name, as in riverside.",
    code: "Code for this PC",
    codeHint: "Capitals or not, with or without dashes.",
    goOn: "Go on",
    isDesk: (desk: string, organization: string) => `This PC is now the desk “${desk}” of ${organization}.`,
    fingerprint: "The administrator sees the same sign beside its name:",
  },
  toSend: (n: number) => `${count(n, "change", "changes")} to send`,
};
