// What axe finds wrong in a rendered component, as lines to compare with none. Colours need a real browser: the token
// tests and the flows hold those.
import axe from "axe-core";

export async function violations(element: Element): Promise<string[]> {
  const found = await axe.run(element, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return found.violations.flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.html}`));
}
