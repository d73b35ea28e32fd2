import { countEn as count } from "@shared/words/numbers";

interface ActWords {
  label: string;
  ask: (name: string) => string;
  says: string;
  done: (name: string) => string;
}

export const en = {
  invite: "Invite somebody",
  search: "Find by name, login or address",
  showOff: "Also those who are switched off",
  nobody: "Nobody is here yet.",
  nobodyFound: (typed: string) => `Nobody here is called “${typed}”.`,
  you: "(you)",
  way: "Sign-in",
  lastSeen: "Last seen",
  more: (name: string) => `More about ${name}`,
  sessions: (n: number) => count(n, "open session", "open sessions"),
  ways: {
    off: "Switched off",
    uninvited: "Not invited yet",
    invited: "Invited",
    over: "Invitation ran out",
    elsewhere: "With the browser",
    factorless: "Password alone",
    in: "Password and second factor",
  },
  until: { invited: (when: string) => `until ${when}`, over: (when: string) => `on ${when}` },
  form: {
    loginHint: "What is typed at sign-in. It stays as it is.",
    email: "E-mail",
    emailHint: "The invitation is sent there too, where there is one.",
    language: "Written to in",
    bothLanguages: "Both languages",
    department: "Department",
    noDepartment: "None",
    isProvider: "Is this provider",
    nobodyOnBoard: "Nobody on the board",
    enterName: "Enter the name.",
    chooseRole: "Choose at least one role.",
    invite: "Invite",
  },
  acts: {
    invite: {
      label: "Invite",
      ask: (name: string) => `Invite ${name}?`,
      says: "You get a code to hand over, good for three days. With an e-mail address it is sent there too.",
      done: (name: string) => `${name} is invited.`,
    },
    again: {
      label: "Invite again",
      ask: (name: string) => `Invite ${name} again?`,
      says: "The code before stops working. You get a new one to hand over, good for three days.",
      done: (name: string) => `${name} is invited again.`,
    },
    withdraw: {
      label: "Withdraw the invitation",
      ask: (name: string) => `Withdraw the invitation of ${name}?`,
      says: "The code stops working at once. The person stays on the list and can be invited again.",
      done: (name: string) => `The invitation of ${name} is withdrawn.`,
    },
    here: {
      label: "Let in at this PC",
      ask: (name: string) => `Let ${name} in at this PC?`,
      says: "You get a one-time password that opens this PC alone. A password that opened it before stops working here.",
      done: (name: string) => `${name} may open this PC.`,
    },
    password: {
      label: "Reset the password",
      ask: (name: string) => `Reset the password of ${name}?`,
      says: "You get a code, good for half an hour. When it is used, the old password stops working and every session ends.",
      done: (name: string) => `${name} gets another password.`,
    },
    factor: {
      label: "Remove the second factor",
      ask: (name: string) => `Remove the second factor of ${name}?`,
      says: "For a lost phone. Every session ends; at the next sign-in they set up a new one.",
      done: (name: string) => `The second factor of ${name} is removed.`,
    },
    signOut: {
      label: "Sign out everywhere",
      ask: (name: string) => `Sign ${name} out everywhere?`,
      says: "Every session at the centre ends. Desks stay open and keep what was entered until the person signs in anew.",
      done: (name: string) => `${name} is signed out everywhere.`,
    },
    off: {
      label: "Switch off",
      ask: (name: string) => `Switch ${name} off?`,
      says: "They sign in nowhere any more. What they did stays on record, and they can be switched on again.",
      done: (name: string) => `${name} is switched off.`,
    },
    on: {
      label: "Switch on",
      ask: (name: string) => `Switch ${name} on again?`,
      says: "They may sign in again with what they had before.",
      done: (name: string) => `${name} is switched on.`,
    },
  } satisfies Record<string, ActWords>,
  handed: {
    title: {
      invitation: (name: string) => `Invitation for ${name}`,
      password: (name: string) => `New password for ${name}`,
    },
    how: {
      invitation: (email: string) =>
        email
          ? `It was sent to ${email} as well. With it they choose their password.`
          : "With it they choose their password.",
      password: (email: string) =>
        email
          ? `It was sent to ${email} as well. With it they choose another password.`
          : "With it they choose another password.",
    },
  },
  departments: {
    title: "Departments",
    none: "There are no departments yet.",
    name: "Name of the department",
    nameOf: (name: string) => `New name of ${name}`,
    notInUse: "(not in use)",
    use: "Use again",
    useOf: (name: string) => `Use ${name} again`,
    drop: "Take out of use",
    dropOf: (name: string) => `Take ${name} out of use`,
  },
};
