// Patients that a flow needs, registered at the desk beside the page.
import type { Desk } from "./desk";

interface Name {
  family: string;
  given: string;
  birth: string;
  phone?: string;
}

/** Answers the id. */
export async function register(desk: Desk, { family, given, birth, phone }: Name): Promise<string> {
  const patient = {
    id: null,
    version: null,
    record_number: "",
    family_name: family,
    given_names: given,
    preferred_name: "",
    birth_date: birth,
    sex: "female",
    phones: [{ number: phone ?? "+1 212 555 0147", kind: "mobile" }],
    email: "",
    address: { lines: [], city: "", region: "", postal_code: "", country: "" },
    language: "",
    needs_interpreter: false,
    flags: [],
    alert: "Ask for the new insurance card.",
    emergency_contact: null,
    own_provider: null,
    contact_preference: "phone",
    may_be_reminded: true,
    coverage: null,
    is_deceased: false,
    is_active: true,
  };
  const answer = await desk.call<{ result: { patient: { id: string } } }>("register_patient", {
    patient,
    accept_duplicates: true,
  });
  return answer.result.patient.id;
}

/** The patient waits for a follow-up at any time. */
export async function waits(desk: Desk, patient: string, urgency = "routine"): Promise<void> {
  const setup = await desk.call<{ locations: { id: string }[]; appointment_types: { id: string; name: string }[] }>(
    "setup",
    {},
  );
  await desk.call("put_waitlist_entry", {
    location: setup.locations[0]?.id,
    patient,
    appointment_type: setup.appointment_types.find((it) => it.name === "Follow-up")?.id,
    providers: [],
    earliest: null,
    latest: null,
    weekdays: [],
    from: "00:00",
    to: "24:00",
    notice_minutes: 0,
    urgency,
    note: "",
    moving: null,
    status: "waiting",
  });
}
