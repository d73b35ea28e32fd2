export const en = {
  done: "done",
  missing: "missing",
  steps: {
    providers: { name: "Providers", why: "Who is booked." },
    hours: { name: "Hours", why: "When each provider can be booked. The usual week is offered." },
    rooms: { name: "Rooms and equipment", why: "Only if visits take them up." },
    types: { name: "Visit types", why: "Four are there to start with. Look them over, and add your own." },
    people: { name: "People", why: "Everybody who signs in here gets a login of their own." },
    patients: { name: "Patients", why: "Import them, or register each one when booking." },
    desks: { name: "Desks", why: "Each PC at the counter is enrolled once." },
    backup_folder: { name: "Backup folder", why: "Without a backup, a broken PC loses the book." },
    recovery_code: {
      name: "Recovery code",
      why: "On paper, away from this PC: the way back in when passwords are lost.",
    },
  },
};
