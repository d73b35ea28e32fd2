// Reads what the benchmarks print, passes it on, and gathers the lines that are figures:
// {"name","value","unit","baseline","ratio","goal"} and, where a benchmark knows better than the goal's text, "met".
// Writes them as one JSON array to the file named on the command line, prints a Markdown table, and closes with
// `bench: N figures, M short of their goal`.

import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const figures = [];
for await (const line of createInterface({ input: process.stdin })) {
  const figure = parseFigure(line);
  if (figure) figures.push(figure);
  else console.log(line);
}

writeFileSync(process.argv[2], JSON.stringify(figures, null, 2) + "\n");
console.log("\n| figure | measured | baseline | ratio | goal | |\n| --- | ---: | ---: | ---: | --- | --- |");
for (const it of figures) {
  const cells = [it.name, quantity(it.value, it.unit), quantity(it.baseline, it.unit), ratio(it), it.goal ?? "", verdict(it)];
  console.log(`| ${cells.join(" | ")} |`);
}
const short = figures.filter((it) => !it.met).length;
console.log(`\nbench: ${figures.length} figures, ${short} short of their goal`);
if (figures.length === 0) process.exit(1);

function parseFigure(line) {
  if (!line.startsWith("{")) return null;
  let figure;
  try {
    figure = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof figure.name !== "string" || typeof figure.value !== "number") return null;
  figure.met ??= meetsGoal(figure);
  return figure;
}

// A goal is clauses such as "<= 4 ms; <= 1.3x raw". A clause that cannot be judged from the figure's own value and
// ratio counts as missed: then the benchmark has to say "met" itself, and nothing is passed by being unclear.
function meetsGoal({ value, unit, ratio, goal }) {
  if (!goal) return true;
  return goal.split(/[;,] /).every((clause) => {
    const parts = /^(<=|>=|<|>|=)\s*([\d.,]+)\s*(x\b)?\s*(\S*)/.exec(clause.trim());
    if (!parts) return false;
    const [, comparison, number, isRatio, clauseUnit] = parts;
    if (!isRatio && clauseUnit && unit && clauseUnit !== unit) return false;
    return compare(isRatio ? ratio : value, comparison, Number(number.replaceAll(",", "")));
  });
}

function compare(measured, comparison, limit) {
  if (typeof measured !== "number") return false;
  switch (comparison) {
    case "<=":
      return measured <= limit;
    case ">=":
      return measured >= limit;
    case "<":
      return measured < limit;
    case ">":
      return measured > limit;
    default:
      return measured === limit;
  }
}

function quantity(value, unit) {
  if (typeof value !== "number") return "";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4;
  return `${value.toLocaleString("en-US", { maximumFractionDigits: digits })} ${unit ?? ""}`.trim();
}

function ratio({ ratio }) {
  return typeof ratio === "number" ? `${ratio.toFixed(2)}x` : "";
}

function verdict({ goal, met }) {
  if (!goal) return "";
  return met ? "reached" : "**short**";
}
