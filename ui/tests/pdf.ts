// The text of a PDF that Chromium wrote, page by page: enough of the format to read what its own writer writes.
import { inflateSync } from "node:zlib";

interface Part {
  dictionary: string;
  stream: string;
}

export function textOfPages(pdf: Buffer): string[] {
  const parts = partsOf(pdf.toString("latin1"));
  const fonts = new Map<string, Map<string, string>>();
  for (const { dictionary } of parts.values())
    for (const [, name = "", font = ""] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(parts.get(font)?.dictionary ?? "")?.[1];
      if (unicode) fonts.set(name, letters(parts.get(unicode)?.stream ?? ""));
    }
  const pages = [...parts.values()].filter((it) => /\/Type\s*\/Page\b/.test(it.dictionary));
  return pages.map((page) => {
    const content = /\/Contents (\d+) 0 R/.exec(page.dictionary)?.[1] ?? "";
    return textOf(parts.get(content)?.stream ?? "", fonts);
  });
}

function partsOf(text: string): Map<string, Part> {
  const parts = new Map<string, Part>();
  const begins = /(\d+) 0 obj\b/g;
  for (let found = begins.exec(text); found; found = begins.exec(text)) {
    const [, number = ""] = found;
    const rest = text.slice(begins.lastIndex);
    // What is compressed may hold any bytes: its length says where it ends.
    const opened = /^((?:(?!endobj)[\s\S])*?)stream\r?\n/.exec(rest);
    const dictionary = opened?.[1] ?? rest.slice(0, rest.indexOf("endobj"));
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const start = opened?.[0].length ?? 0;
    const raw = Buffer.from(opened ? rest.slice(start, start + length) : "", "latin1");
    const isPacked = dictionary.includes("/FlateDecode") && !dictionary.includes("/Subtype /Image");
    parts.set(number, { dictionary, stream: isPacked ? inflateSync(raw).toString("latin1") : "" });
    begins.lastIndex += start + (opened ? length : 0);
  }
  return parts;
}

/** From glyph codes to letters, as the font's own table says; a code has one byte or two, the same in a whole font. */
function letters(table: string): Map<string, string> {
  const found = new Map<string, string>();
  const letter = (hex: string) => Buffer.from(hex, "hex").swap16().toString("utf16le");
  const code = (n: number, digits: number) => n.toString(16).padStart(digits, "0");
  for (const [, block = ""] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, from = "", to = ""] of block.matchAll(/<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>/g))
      found.set(from.toLowerCase(), letter(to));
  for (const [, block = ""] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, first = "", last = "", to = ""] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let at = parseInt(first, 16); at <= parseInt(last, 16); at++)
        found.set(code(at, first.length), letter(code(parseInt(to, 16) + at - parseInt(first, 16), 4)));
  return found;
}

function textOf(content: string, fonts: Map<string, Map<string, string>>): string {
  let font = new Map<string, string>();
  let text = "";
  const decoded = (hex: string) => {
    const digits = [...font.keys()][0]?.length ?? 4;
    const codes = hex.toLowerCase().match(new RegExp(`.{${digits}}`, "g")) ?? [];
    return codes.map((it) => font.get(it) ?? "").join("");
  };
  for (const [token, name, hex] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-fA-F]+)>|\bET\b/g)) {
    if (name) font = fonts.get(name) ?? font;
    else if (hex) text += decoded(hex);
    else if (token === "ET") text += "\n";
  }
  return text;
}
