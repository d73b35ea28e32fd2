import { describe, expect, it } from "vitest";
import { problemsOf } from "../forms/form";
import { blankPatient, namesIn, patientSchema, tidied } from "./patient";

it.each([
  ["costa, carla", "Costa", "Carla"],
  ["carla costa", "Costa", "Carla"],
  ["ana maria de-la-cruz", "De-La-Cruz", "Ana Maria"],
  ["costa", "Costa", ""],
  ["010280", "", ""],
  ["", "", ""],
])("reads the name in %j", (typed, family, given) => {
  expect(namesIn(typed)).toEqual({ family, given });
});

describe("a record", () => {
  it("is sent without the parts that stayed empty", () => {
    const record = blankPatient("costa, carla");
    record.phones = [{ number: " ", kind: "mobile" }];
    record.emergency_contact = { name: "", relation: "mother", phone: "" };
    record.coverage = { payer: " ", member_id: "", valid_from: null, valid_to: null };
    const sent = tidied(record);
    expect([sent.phones, sent.emergency_contact, sent.coverage]).toEqual([[], null, null]);
  });

  it("names the fields that it lacks", () => {
    expect(Object.keys(problemsOf(patientSchema, blankPatient("costa")))).toEqual(["given_names", "birth_date"]);
    expect(problemsOf(patientSchema, { ...blankPatient("costa, carla"), birth_date: "1980-01-02" })).toEqual({});
  });
});
