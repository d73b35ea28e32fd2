export const en = {
  signIn: "Sign in",
  opening: "Opening…",
  tooManyTries: (wait: string) => `Too many tries. The next one is possible in ${wait}.`,
  olderFiles:
    "What was booked since then is missing. An administrator can type the password again and use the older files.",
  useOlderFiles: "Use the older files",
  cannotSignIn: "I cannot sign in",
  help: {
    forgotten: "Forgotten password:",
    forgottenHelp: "an administrator signs in on this PC, opens People, and resets it. You get a one-time password.",
    noAdministrator: "No administrator can sign in:",
    noAdministratorHelp: "the printed recovery code sets a new password.",
    replaced: "This PC or its keyring was replaced:",
    replacedHelp: "the recovery code opens the desk here too.",
    nothing: "Neither a password nor the code:",
    nothingHelp:
      "then nobody can open these files, and no backup of them: a backup too needs the code. Look for the printed code first.",
    damaged: "The working copy is damaged:",
    damagedHelp: "an administrator can rebuild it.",
  },
  rebuild: {
    title: "Rebuild the working copy",
    lead: "It is made again from the newest backup and from everything that was entered since. The damaged file is kept.",
    form: "Rebuild",
    administratorsLogin: "Administrator's login",
    rebuilding: "Rebuilding…",
    rebuildAndOpen: "Rebuild and open",
  },
  recover: {
    title: "Use the recovery code",
    lead: "It sets a new password for one person. Afterwards a new code is shown; the old one no longer works.",
    form: "Recovery",
    setAndOpen: "Set the password and open",
  },
  change: {
    title: "Choose a new password",
    mustChange: "You signed in with a one-time password. Choose one that only you know.",
    enterOld: "Enter the password that you signed in with.",
  },
};
