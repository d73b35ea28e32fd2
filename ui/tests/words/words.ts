// The message files as they stand in the tree: both languages, how their sentences are written, and where they are
// read.
import { dirname, join, relative } from "node:path";
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

export type Leaf = string | ((...gaps: unknown[]) => string);

export interface Gap {
  name: string;
  type: string;
  isUsed: boolean;
}

export const ROOT = join(import.meta.dirname, "../../src");

/** Every module and component that is built. */
export function sources(): { path: string; text: string }[] {
  const all = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((path) => /\.(ts|svelte)$/.test(path));
  return all
    .filter((path) => !path.startsWith("bridge/types/") && !/\.test\.ts$|\/sample\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
}

export const isMessageFile = (path: string): boolean => /\.(en|es)\.ts$/.test(path);

/** Every sentence of a set of words by its path, such as `fact.day`. */
export function leaves(words: object, before = ""): Map<string, Leaf> {
  const found = new Map<string, Leaf>();
  for (const [name, value] of Object.entries(words as Record<string, Leaf | object>)) {
    const path = before + name;
    if (typeof value === "string" || typeof value === "function") found.set(path, value as Leaf);
    else for (const [inner, leaf] of leaves(value, `${path}.`)) found.set(inner, leaf);
  }
  return found;
}

/** The gaps of every sentence that has some, by its path. */
export function gaps(path: string, text: string): Map<string, Gap[]> {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = new Map<string, Gap[]>();
  const look = (node: ts.Node, at: string[]): void => {
    const inside = ts.isPropertyAssignment(node) ? [...at, node.name.getText(file).replaceAll('"', "")] : at;
    if (ts.isArrowFunction(node))
      found.set(
        at.join("."),
        node.parameters.map((it) => gapOf(it, node.body, file)),
      );
    else node.forEachChild((child) => look(child, inside));
  };
  look(file, []);
  return found;
}

function gapOf(parameter: ts.ParameterDeclaration, body: ts.Node, file: ts.SourceFile): Gap {
  const name = parameter.name.getText(file);
  const isUsed = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === name) || (node.forEachChild((it) => isUsed(it) || undefined) ?? false);
  return { name, type: parameter.type?.getText(file) ?? "", isUsed: isUsed(body) };
}

/** The name under which a message file's words are read: `boardWords` for `rooms/board/words.en.ts`. */
export function nameOf(path: string): string {
  const file = path.replace(/\.en\.ts$/, "");
  const module = readFileSync(join(ROOT, `${file}.ts`), "utf8");
  const [, name, read] = /const (\w+) = wordsOf<typeof en>\("(.*)"\)/.exec(module) ?? [];
  if (!name || read !== file) throw new Error(`${relative(dirname(ROOT), path)} has no set of words`);
  return name;
}

/** Which of a set's sentences the tree reads. A group that is read by a code, or handed on, is read whole. */
export function readOf(name: string, known: readonly string[], texts: readonly string[]): Set<string> {
  const read = new Set<string>();
  const uses = new RegExp(`\\b${name}((?:\\.\\w+)+)`, "g");
  for (const text of texts)
    for (const [, dotted = ""] of text.matchAll(uses)) {
      const path = dotted.slice(1);
      for (const leaf of known)
        if (path === leaf || path.startsWith(`${leaf}.`) || leaf.startsWith(`${path}.`)) read.add(leaf);
    }
  return read;
}
