// Finding a place of the guide by words: each has to begin a word of the section or of its page's title.
import { type Block, type GuidePage, plain } from "./guide";

export interface Found {
  page: GuidePage;
  /** The heading of the section; null before the first one. */
  heading: string | null;
  /** The first paragraph that has one of the words in it. */
  text: string;
}

interface Section {
  page: GuidePage;
  heading: string | null;
  texts: string[];
}

/** The sections that have all the words, those first whose titles have them. */
export function search(pages: readonly GuidePage[], typed: string): Found[] {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return [];
  const has = (text: string, words = wanted) => {
    const there = wordsOf(text);
    return words.filter((word) => there.some((it) => it.startsWith(word)));
  };
  const found = pages.flatMap(sections).flatMap(({ page, heading, texts }) => {
    const title = `${page.title} ${heading ?? ""}`;
    if (has(`${title} ${texts.join(" ")}`).length < wanted.length) return [];
    const text = texts.find((it) => has(it).length > 0) ?? texts[0] ?? "";
    return [{ page, heading, text, inTitle: has(title).length }];
  });
  return found.sort((a, b) => b.inTitle - a.inTitle).map(({ page, heading, text }) => ({ page, heading, text }));
}

function sections(page: GuidePage): Section[] {
  const all: Section[] = [{ page, heading: null, texts: [] }];
  for (const block of page.blocks) {
    if (block.kind === "heading") all.push({ page, heading: block.text, texts: [] });
    else all.at(-1)?.texts.push(...textsOf(block));
  }
  return all.filter((it) => it.texts.length > 0);
}

function textsOf(block: Block): string[] {
  if (block.kind === "text") return [plain(block.words)];
  if (block.kind === "list") return block.items.map(plain);
  if (block.kind === "table") return block.rows.map((row) => row.map(plain).join(" "));
  return [];
}

/** In small letters and without accents. */
const wordsOf = (text: string): string[] =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
