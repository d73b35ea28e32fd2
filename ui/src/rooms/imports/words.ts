// The words of importing.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const importWords = wordsOf<typeof en>("rooms/imports/words");

/** A kind of record in a person's words; one unknown here is shown as it came. */
export const kindWords = (kind: string): string => (importWords.kind as Record<string, string>)[kind] ?? kind;

export const formatWords = (format: string): string =>
  (importWords.format as Record<string, string>)[format] ??
  (format.startsWith("synthea") ? `Synthea, ${format.split("_").slice(1).join(" ")}` : format);

export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
