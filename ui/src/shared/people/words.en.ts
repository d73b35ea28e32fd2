export const en = {
  title: (name: string) => `One-time password for ${name}`,
  shownOnce: "It is shown this once. Hand it over in person; it has to be changed at the first sign-in.",
  handedOver: "I have handed it over",
};
