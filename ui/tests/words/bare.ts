// Words that stand in a component or a module instead of a message file.
import { type AST, parse } from "svelte/compiler";

type Node = { type: string; [key: string]: unknown };

/** Attributes and properties that hold no words for a person. */
const WORDLESS = ["class", "d", "name", "keys", "pattern", "style", "part", "href", "accept", "id", "list", "for"];

/** In code, words are told from codes by a space between two of them, or by a capital at the start. */
const READS_AS_WORDS = /\p{L}{2,}[,;:.!?…]? \p{L}{2,}|^\p{Lu}\p{Ll}+[.!?…]?$/u;
/** The names that the platform has for keys. */
const KEYS =
  /^((Arrow)?(Up|Down|Left|Right)|Escape|Esc|Enter|Tab|Ctrl|Control|Shift|Alt|Meta|Dead|Home|End|Space|Delete|Backspace)$/;
/** Calls that take selectors or media queries. */
const SELECTING = /^(querySelector|querySelectorAll|closest|matches|matchMedia)$/;

/** Every bare word of a source, in markup and in code alike. */
export function bareWords(path: string, text: string): string[] {
  const source = path.endsWith(".svelte") ? text : `<script lang="ts">${text}</script>`;
  const root: AST.Root = parse(source, { modern: true });
  const found: string[] = [];
  markup(root.fragment as unknown as Node, found);
  for (const script of [root.instance, root.module]) if (script) code(script.content as unknown as Node, found);
  return found;
}

function markup(node: Node, found: string[]): void {
  if (node.type === "Text")
    return void (/\p{L}/u.test(String(node["data"])) && found.push(String(node["data"]).trim()));
  if (node.type === "Attribute") return attribute(node, found);
  if (node.type === "ExpressionTag") return code(node["expression"] as Node, found);
  each(
    node,
    (child) => markup(child, found),
    (expression) => code(expression, found),
  );
}

/** A component's attribute with a capital or a space in it, or one that is always read to people. */
function attribute(node: Node, found: string[]): void {
  const name = String(node["name"]);
  if (WORDLESS.includes(name) || name.startsWith("data-")) return;
  const values = (Array.isArray(node["value"]) ? node["value"] : [node["value"]]) as (Node | true)[];
  for (const value of values) {
    if (value === true) continue;
    if (value.type === "ExpressionTag") code(value["expression"] as Node, found);
    else if (isRead(name) ? /\p{L}/u.test(String(value["data"])) : READS_AS_WORDS.test(String(value["data"])))
      found.push(`${name}="${String(value["data"])}"`);
  }
}

const isRead = (name: string) =>
  ["label", "title", "placeholder", "alt", "hint", "aria-label", "aria-description", "aria-valuetext"].includes(name);

function code(node: Node, found: string[]): void {
  if (node.type.startsWith("Import") || (node.type.startsWith("Export") && node["source"])) return;
  if (node.type.startsWith("TS") && node.type !== "TSAsExpression" && node.type !== "TSSatisfiesExpression") return;
  if (node.type === "NewExpression" && (node["callee"] as Node)["name"] === "Error") return;
  if (
    node.type === "CallExpression" &&
    SELECTING.test(String(((node["callee"] as Node)["property"] as Node | null)?.["name"]))
  )
    return;
  if (node.type === "Property" && WORDLESS.includes(String((node["key"] as Node)["name"]))) return;
  if (node.type === "Literal") return note(node["value"], found);
  if (node.type === "TemplateElement") return note((node["value"] as { cooked: string }).cooked, found);
  each(
    node,
    (child) => code(child, found),
    (child) => code(child, found),
  );
}

function note(value: unknown, found: string[]): void {
  if (typeof value === "string" && READS_AS_WORDS.test(value) && !KEYS.test(value)) found.push(value);
}

/** The children of a node; what is code among the children of markup goes to `inCode`. */
function each(node: Node, inMarkup: (child: Node) => void, inCode: (child: Node) => void): void {
  for (const [key, value] of Object.entries(node)) {
    if (key === "parent" || key === "metadata" || key === "typeAnnotation" || key === "css") continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child !== "object" || child === null || typeof (child as Node).type !== "string") continue;
      if (["expression", "test", "key", "context", "value", "left", "right"].includes(key)) inCode(child as Node);
      else inMarkup(child as Node);
    }
  }
}
