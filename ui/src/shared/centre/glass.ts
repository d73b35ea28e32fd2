// Why somebody looks beyond their role, in words.
import { centreWords } from "./words";

export const GLASS_REASONS = ["emergency", "coverage", "patient_asked", "legal", "other"] as const;
export type GlassReason = (typeof GLASS_REASONS)[number];

/** A reason of a later version is shown by its code. */
export const glassReasons = (code: string): string =>
  (GLASS_REASONS as readonly string[]).includes(code) ? centreWords.reasons[code as GlassReason] : code;
