export const en = {
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
  own: {
    title: "A password for this desk",
    youAre: (name: string, login: string) => `You are signed in as ${name}. At this desk your login is ${login}.`,
    lead: "Choose a password for this desk. It opens this PC each morning, and while the organization cannot be reached.",
    password: "Password for this desk",
  },
};
