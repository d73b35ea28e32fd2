import type { Page } from "@playwright/test";
import { expect, test } from "./desk";

const bundle = {
  resourceType: "Bundle",
  type: "collection",
  entry: [
    {
      resource: {
        resourceType: "Patient",
        id: "p1",
        name: [{ family: "Quartermain", given: ["Odile"] }],
        birthDate: "1975-04-12",
        gender: "female",
        telecom: [{ system: "phone", value: "+1 212 555 0161" }],
      },
    },
    { resource: { resourceType: "Observation", id: "o1", status: "final" } },
  ],
};

test("a file is previewed, imported, accounted for, and recognised a second time", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+5");
  const file = { name: "bundle.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(bundle)) };
  const nonsense = { name: "letter.json", mimeType: "application/json", buffer: Buffer.from("Dear clinic,") };
  await page.getByLabel("Choose files, or drop them here").setInputFiles([file, nonsense]);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("Nothing is stored yet.")).toBeVisible();
  await expect(page.getByRole("row", { name: /letter\.json/ }).last()).toContainText("Not taken");
  await expect(page.getByRole("row", { name: /^Patients 1 0 0 0/ })).toBeVisible();
  await page.getByRole("button", { name: "Import now" }).click();
  await expect(page.getByText("The import is done.")).toBeVisible();

  await page.keyboard.press("F2");
  await page.keyboard.type("quarterm");
  await expect(page.getByRole("option", { name: /Quartermain, Odile/ })).toBeVisible();

  await page.keyboard.press("Control+5");
  await page.getByLabel("Choose files, or drop them here").setInputFiles([file]);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("row", { name: /^Patients 0 0 1 0/ })).toBeVisible();
});

test("an import that is stopped leaves nothing, and can be run again", async ({ board, page }) => {
  await expect(board).toBeVisible();
  const entry = (n: number) => ({
    resource: {
      resourceType: "Patient",
      id: `p${n}`,
      name: [{ family: `Quartermain${n}`, given: ["Odile"] }],
      birthDate: "1975-04-12",
    },
  });
  const many = { ...bundle, entry: Array.from({ length: 6_000 }, (_, n) => entry(n)) };
  const file = { name: "many.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(many)) };
  await page.keyboard.press("Control+5");
  await page.getByLabel("Choose files, or drop them here").setInputFiles([file]);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("Nothing is stored yet.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Import now" }).click();
  await page.getByRole("button", { name: "Stop the import" }).click();
  await expect(page.getByText("nothing of it is stored")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("row", { name: /^Patients 6,000 0 0 0/ })).toBeVisible();
  await page.getByRole("button", { name: "Import now" }).click();
  await expect(page.getByText("The import is done.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("row", { name: /^Patients 6,000 0 0 0/ })).toBeVisible();
});

/** As the old system of a Spanish practice writes it: Latin-1, semicolons, the day first. */
const citas = Buffer.from(
  [
    "Fecha;Hora;Duración;Paciente;F. nacimiento;Sexo;Profesional;Estado",
    "03/02/2027;09:00;20;Iñárritu Peña, Begoña;02/11/1955;M;Dra. Núñez;Citada",
    "04/02/2027;09:30;20;Gil Ríos, Íñigo;05/06/1990;M;Dra. Núñez;Z9",
    "04/02/2027;25:30;20;Gil Ríos, Íñigo;05/06/1990;M;Dra. Núñez;Citada",
  ].join("\r\n"),
  "latin1",
);

test("a table of another system is read after its open questions are answered, by keyboard alone", async ({
  board,
  page,
  desk,
}) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+5");
  await page
    .getByLabel("Choose files, or drop them here")
    .setInputFiles([{ name: "citas.csv", mimeType: "text/csv", buffer: citas }]);
  await expect(page.getByRole("heading", { name: "Columns of citas.csv" })).toBeVisible();
  await expect(page.getByLabel("Encoding of the letters")).toHaveValue("windows-1252");
  await expect(page.getByLabel("Separator of the cells")).toHaveValue("semicolon");
  await expect(page.getByLabel("Paciente", { exact: true })).toHaveValue("full_name");
  const go = page.getByRole("button", { name: "Continue" });
  await expect(go).toBeDisabled();

  // The focus is on the first question: in which order days and months are. Until it is answered, no row is at fault.
  const first = page.getByRole("region", { name: "The first rows" }).getByRole("row").nth(1);
  await expect(first).toContainText("Waits for an answer above.");
  await expect(page.getByRole("radio", { name: "The day first: 03/02/2027 is 3 Feb 2027" })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(first).toContainText("3 Feb 2027");
  await expect(first).toContainText("Iñárritu Peña, Begoña");

  await answer(page, "These words for sex are not known: M");
  await expect(page.getByLabel("M", { exact: true })).toBeFocused();
  await page.keyboard.type("Fem");
  await answer(page, "These words for status are not known: Z9");
  await expect(page.getByLabel("Z9", { exact: true })).toBeFocused();
  await page.keyboard.type("Boo");
  await expect(page.getByText("The table can be read.")).toBeVisible();
  const third = page.getByRole("region", { name: "The first rows" }).getByRole("row").nth(3);
  await expect(third).toContainText("Its date or time does not exist.");
  await page.keyboard.press("Control+Enter");

  await expect(page.getByRole("button", { name: "Preview" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /^Booked visits 2 0 0 1/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /citas\.csv row 4 Its date or time does not exist\./ })).toBeVisible();
  await expect(page.getByText("Dra. Núñez").first()).toBeVisible();
  await page.getByRole("button", { name: "Import now" }).press("Enter");
  await expect(page.getByText("The import is done.")).toBeVisible();

  const found = await desk.call<{ hits: { name: string; birth_date: string }[] }>("find_patients", {
    query: "inarritu begona",
  });
  expect(found.hits.map((it) => [it.name, it.birth_date])).toEqual([["Iñárritu Peña, Begoña", "1955-11-02"]]);
});

test("a table is said anew: its rows, its separator, and a column that is left out", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+5");
  const text = "Last name,First name,DOB,Town\nQuartermain,Odile,1975-04-12,Dover\n";
  const nobody = "Town,Colour\nDover,red\n";
  await page.getByLabel("Choose files, or drop them here").setInputFiles([
    { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) },
    { name: "towns.csv", mimeType: "text/csv", buffer: Buffer.from(nobody) },
  ]);
  await expect(page.getByRole("heading", { name: "Columns of people.csv" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Continue" })).toBeFocused();
  await page.getByLabel("Town", { exact: true }).selectOption("Left out");
  await expect(page.getByRole("region", { name: "The first rows" })).not.toContainText("Dover");
  await page.getByLabel("Separator of the cells").selectOption("Semicolon");
  await expect(page.getByText("No column is the patient's name.")).toBeVisible();
  await page.getByLabel("Separator of the cells").selectOption("Comma");
  // What the desk cannot do is said, and the field shows again what it goes by.
  await page.getByLabel("Names of the columns").selectOption("In row 2");
  await expect(page.getByText("The table names its columns and has no row below them.")).toBeVisible();
  await expect(page.getByLabel("Names of the columns")).toHaveValue("1");
  await page.getByRole("radio", { name: "an appointment" }).press("Space");
  await expect(page.getByText("No column is the day of the visit.")).toBeVisible();
  await page.getByRole("radio", { name: "a patient" }).press("Space");
  await expect(page.getByText("The table can be read.")).toBeVisible();
  await page.keyboard.press("Control+Enter");

  await expect(page.getByRole("heading", { name: "Columns of towns.csv" })).toBeVisible();
  await expect(page.getByText("No column is the patient's name.")).toBeVisible();
  await page.getByRole("button", { name: "Later" }).press("Enter");
  await expect(page.getByRole("row", { name: /towns\.csv/ })).toContainText("Its columns have to be said first");
  await page.getByRole("button", { name: "Preview" }).press("Enter");
  await expect(page.getByRole("row", { name: /^Patients 1 0 0 0/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /towns\.csv/ })).toContainText("Say what its columns are.");
});

async function answer(page: Page, question: string): Promise<void> {
  const line = page.getByRole("listitem").filter({ hasText: question });
  await line.getByRole("button", { name: "Answer" }).press("Enter");
}
