// The user guide as the window reads it: made from docs/user-guide when the window is built (guide.plugin.ts), one file a
// language. No mark-up of it ever reaches the page: blocks and words are drawn as elements.

export interface Guide {
  pages: GuidePage[];
}

export interface GuidePage {
  name: string;
  title: string;
  blocks: Block[];
}

export type Block =
  | { kind: "heading"; text: string }
  | { kind: "text"; words: Word[] }
  | { kind: "list"; ordered: boolean; items: Word[][] }
  | { kind: "table"; head: string[]; rows: Word[][][] }
  | { kind: "picture"; file: string; alt: string; width: number; height: number };

/** Plain text, a name that stands on the screen, a key, or the way to another page. */
export type Word = string | { label: string } | { key: string } | { page: string; text: string };

/** Where the build puts a file of the guide, seen from the window's page. */
export const guideFile = (file: string): string => `guide/${file}`;

export async function loadGuide(language: string): Promise<Guide> {
  const answer = await fetch(guideFile(`${language}.json`));
  if (!answer.ok) throw new Error(`guide ${language}: ${answer.status}`);
  return (await answer.json()) as Guide;
}

export const plain = (words: readonly Word[]): string =>
  words.map((it) => (typeof it === "string" ? it : "label" in it ? it.label : "key" in it ? it.key : it.text)).join("");
