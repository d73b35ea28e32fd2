import { expect, test, ZONE } from "./desk";

test("the demo clinic starts, and the recovery code has to be kept", async ({ emptyDesk, page }) => {
  // A clinic with a year behind it is made here; a busy PC takes its time.
  test.setTimeout(180_000);
  await page.goto(emptyDesk.url);
  await page.getByRole("button", { name: /Try the demo clinic/ }).click();
  await page.getByRole("checkbox", { name: /passwords alone/ }).check();
  await page.getByRole("button", { name: "Go on without a keyring" }).click();
  await expect(page.getByLabel("Time zone")).toHaveValue(ZONE);
  await page.getByLabel("Time zone").fill("Europe/London");
  await page.getByLabel("Your name").fill("Ana Silva");
  await page.getByLabel("Login").fill("ana");
  await page.getByLabel("Password", { exact: true }).fill("a quiet harbour");
  await page.getByLabel("Password again").fill("a quiet harbour");
  await page.getByRole("button", { name: "Start the demo clinic" }).click();
  await expect(page.getByLabel("Recovery code", { exact: true })).toHaveText(/\w{4}/, { timeout: 150_000 });
  await expect(page.getByRole("button", { name: "Continue" })).toBeDisabled();
  await page.getByRole("checkbox", { name: "I have kept the recovery code" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
  await expect(page.getByText("Demo data")).toBeVisible();
  const { locations } = await emptyDesk.call<{ locations: { zone: string }[] }>("setup", {});
  expect(locations.map((it) => it.zone)).toEqual(["Europe/London"]);
});

test("a clinic that is set up in Spanish starts with visit types in Spanish, and its list can be sent away", async ({
  emptyDesk,
  page,
}) => {
  await page.goto(emptyDesk.url);
  await page.getByLabel("Language").selectOption({ label: "Español" });
  await page.getByRole("button", { name: /Configurar mi clínica/ }).click();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Continuar sin llavero" }).click();
  await page.getByLabel("Nombre de la clínica").fill("Ribera");
  await page.getByLabel("Primera sede").fill("Centro");
  await page.getByLabel("Su nombre").fill("Ana Silva");
  await page.getByLabel("Usuario").fill("ana");
  await page.getByLabel("Contraseña", { exact: true }).fill("a quiet harbour");
  await page.getByLabel("Repita la contraseña").fill("a quiet harbour");
  await page.getByRole("button", { name: "Configurar la clínica" }).click();
  await page.getByRole("checkbox", { name: "Guardé el código de recuperación" }).check();
  await page.getByRole("button", { name: "Continuar" }).click();

  const list = page.getByRole("region", { name: "Preparar la clínica" });
  await list.getByRole("button", { name: /^Tipos de cita \(hecho\)/ }).click();
  for (const name of ["Primera consulta", "Control", "Consulta breve", "Examen general"])
    await expect(page.getByRole("cell", { name, exact: true })).toBeVisible();
  await page.keyboard.press("Control+1");
  await list.getByRole("button", { name: "No mostrar más" }).click();
  await expect(list).toHaveCount(0);
  const preferences = () => emptyDesk.call<{ hides_getting_ready: boolean }>("preferences", {});
  await expect.poll(async () => (await preferences()).hides_getting_ready).toBe(true);
});

test("connecting to an organization asks where it is, and says when nobody answers there", async ({
  emptyDesk,
  page,
}) => {
  await page.goto(emptyDesk.url);
  await page.getByRole("button", { name: /Connect to an organization/ }).click();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Go on without a keyring" }).click();
  await page.getByLabel("Address of the centre").fill("http://127.0.0.1:9");
  await page.getByRole("textbox", { name: "Organization" }).fill("riverside");
  await page.getByLabel("Code for this PC").fill("ABCD-EFGH");
  await page.getByRole("button", { name: "Go on", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: /centre/ })).toBeVisible();
  await expect(page.getByLabel("Address of the centre")).toHaveValue("http://127.0.0.1:9");
});
