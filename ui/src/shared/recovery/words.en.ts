export const en = {
  warning:
    "This code opens the desk when a password is forgotten or the PC is lost, and it opens every backup. It is not kept anywhere: print it and lock it away, not beside this PC.",
  printed: "AgentCare Front Desk, recovery code. Keep it under lock. A new code makes this one useless.",
  print: "Print the code",
  isKept: "I have kept the recovery code",
  goOn: "Continue",
};
