// The words of importing.
import { bilingual } from "@shared/words/locale.svelte";
import { en } from "./words.en";
import { es } from "./words.es";

export const importWords = bilingual(en, es);

/** A kind of record in a person's words; one unknown here is shown as it came. */
export const kindWords = (kind: string): string => (importWords.kind as Record<string, string>)[kind] ?? kind;

export const formatWords = (format: string): string =>
  (importWords.format as Record<string, string>)[format] ??
  (format.startsWith("synthea") ? `Synthea, ${format.split("_").slice(1).join(" ")}` : format);

export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
