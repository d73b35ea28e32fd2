// What the cells of a table are taken for, in a person's words.
import type { AppointmentStatus, Sex, TableCellView, TableField, TextEncoding } from "@bridge";
import { codeWords, languageName } from "@shared/words/codes";
import { fullDay, timeOf } from "@shared/words/dates";

/** Names of encodings are the same in every language. */
export const ENCODINGS: Record<TextEncoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 LE",
  "utf-16be": "UTF-16 BE",
  "windows-1252": "Latin-1 / Windows-1252",
  macintosh: "macintosh",
  ibm850: "DOS 850",
};

/** A cell as it would be stored; one that cannot be read stays as it stands. */
export function understood(field: TableField, cell: TableCellView): string {
  const text = cell.understood;
  if (text === null) return cell.text;
  if (field === "sex") return codeWords.sex[text as Sex];
  if (field === "status") return codeWords.status[text as AppointmentStatus].label;
  if (field === "language") return languageName(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return [fullDay(text.slice(0, 10)), timeOf(text)].filter(Boolean).join(" ");
  return text;
}
