// Somebody stands at the counter without a visit: taken in by keys alone, with a number to wait by.
import { expect, focused, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register } from "./patients";

test("who walks in is booked for today, waits with a number, and the urgent stand first", async ({
  board,
  desk,
  page,
}) => {
  await register(desk, { family: "Zorrilla", given: "Ines", birth: "1980-02-01" });
  await register(desk, { family: "Zubiri", given: "Berta", birth: "1971-05-12" });
  const ticket = page.getByRole("dialog", { name: "Queue number" });
  const bar = page.getByRole("region", { name: "Walk-in" });

  async function walkIn(name: string, down: number): Promise<void> {
    const keyboard = new Keyboard(page);
    await keyboard.press("F9");
    await keyboard.find(name, new RegExp(`^${name},`, "i"));
    await expect(bar.getByRole("radio", { name: "Standard" })).toBeFocused();
    for (let step = 0; step < Math.abs(down); step++) await page.keyboard.press(down > 0 ? "ArrowDown" : "ArrowUp");
    await expect(bar.getByRole("button", { name: "Book, and waiting" })).toBeEnabled();
    await page.keyboard.press("Enter");
    await expect(bar).toBeHidden();
  }

  await expect(board).toBeVisible();
  await walkIn("zorrilla", 1);
  await expect(ticket).toContainText(/^Queue number\s*1\s*Zorrilla, Ines\s*\d\d:\d\d/);
  await page.keyboard.press("Enter");
  await expect(ticket).toBeHidden();
  await expect(focused(page)).toHaveRole("gridcell");
  await expect(focused(page)).toHaveAccessibleName(/Zorrilla, Ines.*Arrived/i);

  // Anywhere: from the lists as well.
  await page.keyboard.press("Control+2");
  await expect(page.locator(":focus[data-row]")).toBeVisible();
  await walkIn("zubiri", -1);
  await expect(ticket).toContainText(/^Queue number\s*2\s*Zubiri, Berta/);
  await page.keyboard.press("Enter");

  await page.keyboard.press("Control+2");
  const waiting = page.getByRole("region", { name: "Waiting" });
  const mine = waiting.getByRole("button", { name: /Zorrilla|Zubiri/ });
  await expect(mine.first()).toHaveAccessibleName(/No\. 2.*Zubiri.*Urgent, within 1 h/);
  await expect(mine.last()).toHaveAccessibleName(/No\. 1.*Zorrilla.*Not urgent, within 4 h/);

  // Somebody gets worse: one key, one digit, Enter.
  await mine.last().focus();
  await page.keyboard.press("g");
  await page.keyboard.press("1");
  await page.keyboard.press("Enter");
  await expect(mine.first()).toHaveAccessibleName(/No\. 1.*Zorrilla.*Immediate/);
  await page.keyboard.press("Control+z");
  await expect(mine.first()).toHaveAccessibleName(/Zubiri/);

  // The number stays with the visit, and its history says what happened.
  await mine.last().press("Enter");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByText("Queue number")).toBeVisible();
  await expect(panel.getByText("Triage: not urgent")).toBeVisible();
});
