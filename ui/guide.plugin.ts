// Makes the window's help from docs/user-guide: one JSON file a language, and the pictures that it names. What the guide
// may say is little, on purpose: anything else, HTML above all, ends the build.
import { type Token, type Tokens, marked } from "marked";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin } from "vite";
import type { Block, Guide, GuidePage, Word } from "./src/rooms/help/guide";

export const GUIDE = join(import.meta.dirname, "../docs/user-guide");
export const LANGUAGES = ["en", "es"] as const;

export function guide(): Plugin {
  return {
    name: "guide",
    generateBundle() {
      for (const language of LANGUAGES) {
        const read = readGuide(language);
        this.emitFile({ type: "asset", fileName: `guide/${language}.json`, source: JSON.stringify(read) });
        for (const file of new Set(pictures(read)))
          this.emitFile({ type: "asset", fileName: `guide/${file}`, source: readFileSync(pathOf(file)) });
      }
    },
  };
}

/** The pages in the order in which the first one links to them. */
export function readGuide(language: string): Guide {
  const contents = textOf(language, "README");
  const names = [...contents.matchAll(/\]\(([\w-]+)\.md\)/g)].map((it) => it[1] ?? "");
  return { pages: names.map((name) => readPage(language, name)) };
}

const textOf = (language: string, name: string) => readFileSync(join(GUIDE, language, `${name}.md`), "utf8");
const pathOf = (picture: string) => join(GUIDE, "../images", picture);

function readPage(language: string, name: string): GuidePage {
  const [title, ...rest] = marked.lexer(textOf(language, name)).filter((it) => it.type !== "space");
  if (title?.type !== "heading" || title["depth"] !== 1)
    throw new Error(`${language}/${name}.md begins without a title`);
  const where = `${language}/${name}.md`;
  return { name, title: (title as Tokens.Heading).text, blocks: rest.map((it) => blockOf(it, where)) };
}

function blockOf(token: Token, where: string): Block {
  const words = (tokens: Token[] | undefined) => (tokens ?? []).flatMap((it) => wordsOf(it, where));
  switch (token.type) {
    case "heading":
      return { kind: "heading", text: (token as Tokens.Heading).text };
    case "paragraph": {
      const [first, ...others] = (token as Tokens.Paragraph).tokens;
      if (first?.type === "image" && others.length === 0) return pictureOf(first as Tokens.Image);
      return { kind: "text", words: words((token as Tokens.Paragraph).tokens) };
    }
    case "list": {
      const { ordered, items } = token as Tokens.List;
      return { kind: "list", ordered, items: items.map((it) => words(it.tokens)) };
    }
    case "table": {
      const { header, rows } = token as Tokens.Table;
      return {
        kind: "table",
        head: header.map((it) => it.text),
        rows: rows.map((row) => row.map((it) => words(it.tokens))),
      };
    }
    default:
      throw new Error(`${where}: the guide has no ${token.type}`);
  }
}

function wordsOf(token: Token, where: string): Word[] {
  switch (token.type) {
    case "text": {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? tokens.flatMap((it) => wordsOf(it, where)) : [spaced(text)];
    }
    case "strong":
      return [{ label: spaced((token as Tokens.Strong).text) }];
    case "codespan":
      return [{ key: (token as Tokens.Codespan).text }];
    case "link":
      return [{ page: basename((token as Tokens.Link).href, ".md"), text: spaced((token as Tokens.Link).text) }];
    default:
      throw new Error(`${where}: the guide has no ${token.type} among its words`);
  }
}

const spaced = (text: string) => text.replace(/\s+/g, " ");

/** A PNG says its size in its first chunk; the page keeps the room for it. */
function pictureOf({ href, text }: Tokens.Image): Block {
  const file = href.replace("../../images/", "");
  const bytes = readFileSync(pathOf(file));
  return { kind: "picture", file, alt: text, width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

const pictures = ({ pages }: Guide) =>
  pages.flatMap((page) => page.blocks.flatMap((it) => (it.kind === "picture" ? [it.file] : [])));
