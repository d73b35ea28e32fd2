import { expect, focused, LOGIN, PASSWORD, test } from "./desk";
import { register } from "./patients";

test("a desk that speaks Spanish books and cancels, and can be told to speak English", async ({ desk, page }) => {
  await page.goto(desk.url);
  await page.getByLabel("Language").selectOption({ label: "Español" });
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await page.getByLabel("Usuario").fill(LOGIN);
  await page.getByLabel("Contraseña", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Iniciar sesión", exact: true }).click();

  const board = page.getByRole("grid", { name: "Agenda del día" });
  await expect(board).toBeVisible();
  await expect(page.getByRole("heading", { name: "Lunes 23 de noviembre de 2026" })).toBeVisible();
  await register(desk, { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" });
  await page.keyboard.press("Control+b");
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda.*2 ene 1980/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const book = page.getByRole("region", { name: "Agendar una cita" });
  await expect(book.getByRole("list", { name: "Horarios disponibles" }).getByRole("button")).toHaveCount(4);
  await expect(focused(page)).toHaveAccessibleDescription(/^Zabriskie, Zelda \(2 ene 1980\): .+, el .+ de noviembre/);
  await page.keyboard.press("Enter");
  await expect(focused(page)).toHaveRole("gridcell");

  const visit = board.getByRole("button", { name: /^Zabriskie, Zelda, .+, agendada/ });
  await visit.click();
  const panel = page.getByRole("complementary", { name: "Cita" });
  await panel.getByRole("button", { name: "Cancelar cita" }).click();
  await panel.getByLabel("Motivo").selectOption({ label: "El paciente está enfermo" });
  await panel.getByRole("button", { name: "Cancelar la cita" }).click();
  await expect(visit).toHaveCount(0);
  await expect(panel.getByText(/^El paciente está enfermo, por el paciente, (a tiempo|fuera de plazo)$/)).toBeVisible();

  await page.keyboard.press("Control+6");
  await page.getByLabel("Idioma").selectOption({ label: "English" });
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await page.keyboard.press("Control+1");
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
});
