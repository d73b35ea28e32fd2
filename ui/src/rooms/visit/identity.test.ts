import { blankPatient } from "@shared/patient/patient";
import { expect, it } from "vitest";
import { detailsOf, toggled } from "./identity";

it("asks only for what the record has, the name first", () => {
  const patient = { ...blankPatient("ruiz, ana"), birth_date: "1980-01-02", record_number: "100123" };
  expect(detailsOf(patient)).toEqual([
    { field: "full_name", value: "Ruiz, Ana" },
    { field: "birth_date", value: "2 Jan 1980" },
    { field: "record_number", value: "100123" },
  ]);
  patient.address = { lines: ["5 Elm Street"], city: "Salem", region: "MA", postal_code: "01970", country: "US" };
  patient.coverage = { payer: "Blue", member_id: "M-77", valid_from: null, valid_to: null };
  expect(detailsOf(patient).map((it) => it.value)).toEqual([
    "Ruiz, Ana",
    "2 Jan 1980",
    "5 Elm Street, 01970 Salem, MA",
    "100123",
    "M-77",
  ]);
});

it("ticks a detail and takes the tick back", () => {
  expect(toggled(["phone"], "full_name")).toEqual(["phone", "full_name"]);
  expect(toggled(["phone", "full_name"], "phone")).toEqual(["full_name"]);
});
