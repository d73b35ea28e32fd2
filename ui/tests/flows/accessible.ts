// A screen by axe, in the browser: no violation.
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "./desk";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Found {
  violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
}

export async function check(page: Page, screen: string): Promise<void> {
  // Evaluated by the driver, which the content policy does not bind.
  await page.evaluate(AXE);
  const found = await page.evaluate(() => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Found> } };
    // More contrast changes colours and nothing else.
    const isMore = document.documentElement.dataset["contrast"] === "more";
    return axe.run(isMore ? { runOnly: ["color-contrast"] } : {});
  });
  const lines = found.violations.flatMap((it) =>
    it.nodes
      .filter((node) => !isSpelledOutCell(it.id, node.html))
      .map((node) => `${it.id}: ${node.html}\n${node.failureSummary}`),
  );
  expect(lines, screen).toEqual([]);
}

/**
 * A cell of the board has all its words in its name, because WebKitGTK computes none; where two visits share a cell,
 * what is drawn is not one piece of that name. What people speak to, the visits, keeps the rule.
 */
function isSpelledOutCell(rule: string, html: string): boolean {
  return rule === "label-content-name-mismatch" && html.startsWith('<div role="gridcell"');
}
