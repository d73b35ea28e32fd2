// Who was seen leaves with the next visit booked: the type's interval, one key, and the times from that day on.
import { expect, focused, test } from "./desk";

interface Type {
  id: string;
  name: string;
  follow_up_weeks: number;
}

test("done with a visit whose type has an interval asks for the follow-up and books it on that day", async ({
  board,
  desk,
  page,
}) => {
  await expect(board).toBeVisible();
  const { appointment_types: types } = await desk.call<{ appointment_types: Type[] }>("setup", {});
  for (const type of types.filter((it) => it.name === "Follow-up"))
    await desk.call("put_appointment_type", { ...type, follow_up_weeks: 6 });

  // Somebody with the provider, opened from the lists: the board has the focus on the visit.
  await page.keyboard.press("Control+2");
  const inRoom = page.getByRole("region", { name: "In a room" });
  const row = inRoom.getByRole("button", { name: /Follow-up .*(With provider|In room)/ }).first();
  await row.focus();
  const name = (await row.locator(".name").innerText()).replace(/[,\s]+$/, "");
  await page.keyboard.press("Enter");
  await expect(focused(page)).toHaveAccessibleName(new RegExp(name));

  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog", { name: `When does ${name} come again?` });
  await expect(focused(page)).toHaveAccessibleName(/Follow-up in, weeks/);
  await expect(dialog.getByText("From Monday 4 January 2027 on.")).toBeVisible();
  await page.keyboard.press("Enter");
  const bar = page.getByRole("region", { name: "Follow-up" });
  const book = bar.getByRole("button", { name: "Book", exact: true });
  await expect(book).toBeFocused();
  await expect(book).toHaveAccessibleDescription(/Follow-up, .+ January 2027/);
  await page.keyboard.press("Enter");
  await expect(bar).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("January 2027");

  // Without an interval nobody is asked, and F asks all the same; Esc is no follow-up.
  await page.keyboard.press("Control+2");
  const other = inRoom.getByRole("button", { name: /With provider|In room/ }).first();
  await other.focus();
  await page.keyboard.press("f");
  await expect(focused(page)).toHaveAccessibleName(/Follow-up in, weeks/);
  await page.keyboard.type("26");
  await page.getByRole("dialog").getByRole("button", { name: "Call later" }).press("Enter");
  const recall = page.getByRole("dialog", { name: /^Recall: / });
  await expect(recall.getByText("Mon 24 May 2027")).toBeVisible();
  await recall.getByLabel("Note").focus();
  await page.keyboard.press("Enter");
  await expect(recall).toBeHidden();
  await expect(page.getByRole("region", { name: "Notes" })).toContainText("24 May");
  await page.keyboard.press("Control+2");
  await other.focus();
  await page.keyboard.press("f");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(focused(page)).toHaveRole("gridcell");
});
