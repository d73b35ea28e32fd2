// What stands in the two lists of the knowledge base: which entry speaks in the place of a page, and what is found by words.
import type { FaqEntryView, KnowledgeView, StarterPageView } from "@bridge";

/** What became of a page that came with the desk, and the entry that did it. */
export type Standing = { as: "shown" } | { as: "replaced" | "hidden"; by: FaqEntryView | null };

export function standingOf(page: StarterPageView, entries: readonly FaqEntryView[]): Standing {
  if (!page.is_replaced) return { as: "shown" };
  const namesakes = entries.filter((it) => isSame(it.question, page.title));
  const by = namesakes.find((it) => it.is_active) ?? namesakes[0] ?? null;
  return { as: by === null || by.is_active ? "replaced" : "hidden", by };
}

/** The organization's own: those in use first, each by the alphabet. What only hides a page is shown at that page. */
export function ownEntries({ entries, starters }: KnowledgeView, language: string): FaqEntryView[] {
  const hides = (it: FaqEntryView) =>
    !it.is_active && starters.some((page) => isSame(page.title, it.question) && page.body.trim() === it.answer);
  return entries
    .filter((it) => !hides(it))
    .sort((a, b) => Number(b.is_active) - Number(a.is_active) || a.question.localeCompare(b.question, language));
}

/** Whether each word that was typed begins one of the texts' words. */
export function isFound(typed: string, ...texts: readonly string[]): boolean {
  const there = wordsOf(texts.join(" "));
  return wordsOf(typed).every((word) => there.some((it) => it.startsWith(word)));
}

/** As the desk compares a question with a title: letters and figures alone. */
export const isSame = (one: string, other: string): boolean => wordsOf(one).join(" ") === wordsOf(other).join(" ");

/** A page's lines end where its file's do; a paragraph of it is one line. */
export const paragraphsOf = (body: string): string => body.trim().replace(/([^\n])\n(?![\n#*-]|\d+\.)/g, "$1 ");

/** What was typed between commas. */
export const keywordsOf = (typed: string): string[] =>
  typed
    .split(",")
    .map((it) => it.trim())
    .filter(Boolean);

/** In small letters and without accents; an apostrophe joins what it stands between. */
const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/[\p{M}'’]/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
