// The headless desk on a clinic that the desk's own benchmarks made, and the memory of everything that runs.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { join, resolve } from "node:path";

const TARGET = resolve(import.meta.dirname, "../..", process.env.CARGO_TARGET_DIR ?? "target");
const PAGE = resolve(import.meta.dirname, "../dist");
export const LOGIN = "ada";
export const PASSWORD = "seven wooden ducks";

/** Serves a clinic to a browser until `work` is done. `work` gets the address and the desk's process. */
export async function withDesk(clinic, now, work) {
  const home = join(TARGET, "bench-data", clinic);
  const environment = { ...process.env, FRONT_DESK_HOME: home };
  delete environment.DBUS_SESSION_BUS_ADDRESS;
  const desk = spawn(join(TARGET, "release/desk-host"), ["serve", "--ui", PAGE, "--now", now], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    return await work({ url: await address(desk), process: desk.pid });
  } finally {
    const gone = new Promise((done) => desk.once("exit", done));
    if (desk.exitCode === null) {
      desk.kill("SIGTERM");
      await gone;
    }
  }
}

async function address(desk) {
  for await (const line of createInterface({ input: desk.stdout })) return JSON.parse(line).url;
  throw new Error("the desk stopped before it was ready");
}

/** MiB that the processes and all their descendants hold, pages that they share counted once. */
export function memory(...roots) {
  const parents = new Map();
  for (const id of readdirSync("/proc").filter((it) => /^\d+$/.test(it))) {
    const status = readOrNothing(`/proc/${id}/status`);
    parents.set(Number(id), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
  }
  const isOurs = (id) => roots.includes(id) || (parents.has(id) && parents.get(id) !== id && isOurs(parents.get(id)));
  const shares = [...parents.keys()].filter((id) => id > 0 && isOurs(id)).map(share);
  return shares.reduce((sum, it) => sum + it, 0) / 1024;
}

const share = (id) => Number(/^Pss:\s+(\d+)/m.exec(readOrNothing(`/proc/${id}/smaps_rollup`))?.[1] ?? 0);

/** A process that ended while it was looked at holds nothing. */
function readOrNothing(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
