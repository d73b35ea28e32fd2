export const en = {
  title: "People",
  add: "Add a person",
  state: "State",
  you: "(you)",
  active: "Active",
  mayNotSignIn: "May not sign in",
  resetPassword: "Reset password",
  resetPasswordOf: (name: string) => `Reset password of ${name}`,
  form: {
    loginHint: "What is typed at sign-in.",
    isProvider: "Is this provider",
    nobodyOnBoard: "Nobody on the board",
    maySignIn: "May sign in",
    maySignInHint: "Without it, the person's key is removed from this PC.",
    enterName: "Enter the name.",
    chooseRole: "Choose at least one role.",
  },
  reset: {
    title: (name: string) => `Reset the password of ${name}?`,
    whatHappens: "The old password stops working at once. You get a one-time password to hand over.",
    reset: "Reset the password",
  },
};
