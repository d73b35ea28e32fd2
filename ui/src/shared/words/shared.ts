import type { en } from "./shared.en";
import { wordsOf } from "./locale.svelte";

export const sharedWords = wordsOf<typeof en>("shared/words/shared");

/** "No. 100042", or the short code where the centre has not given the number yet; empty where the record has neither. */
export function numberInWords(record: { record_number: string; short_code?: string | null }): string {
  if (record.record_number) return sharedWords.recordNumber(record.record_number);
  return record.short_code ? sharedWords.shortCode(record.short_code) : "";
}
