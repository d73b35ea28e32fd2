import { countEn as count } from "@shared/words/numbers";

export const en = {
  signIn: {
    title: "Sign in with the centre",
    lead: "The centre wants to know that it is still you. Everything here goes on meanwhile; nothing is lost.",
    over: "You have worked without the centre for as long as your organization allows. Sign in with it to go on; nothing that you saved is lost.",
    code: "Code of the second factor",
    codeHint: "From your authenticator app; leave it empty without one.",
  },
  toSend: (n: number) => `${count(n, "change", "changes")} to send`,
};
