// What becomes of a promise that could not be kept: each act is one command, said in words with the way back.
import type { ConflictView, InsteadView, RefusedView } from "@bridge";
import { ask } from "@shared/data/ask";
import { done } from "@shared/data/undo.svelte";
import { decisionWords } from "./words";

const seen = ({ conflict, version }: ConflictView) => ({ conflict, version });

/** Takes care of it, or hands it back. */
export async function takeCare(it: ConflictView): Promise<void> {
  if (it.claim?.is_mine) {
    await done(ask("release_conflict", seen(it)), () => decisionWords.handedBack(it.patient_name));
  } else await done(ask("claim_conflict", seen(it)), () => decisionWords.taken(it.patient_name));
}

export async function resolve(it: ConflictView, instead: InsteadView): Promise<void> {
  await done(ask("resolve_conflict", { ...seen(it), instead, note: "" }), ({ outcome }) =>
    decisionWords.done[outcome ?? "given_up"](it.patient_name),
  );
}

/** The promised time, where it can be had after all. */
export function promisedTime({ promised }: ConflictView): InsteadView | null {
  if (promised?.answer === "free") return { what: "time", handle: promised.handle };
  if (promised?.answer !== "overbook") return null;
  return { what: "time", handle: promised.handle, overbook_reason: decisionWords.besideReason };
}

export async function letGo({ op }: RefusedView): Promise<void> {
  await done(ask("let_go", { op }), () => decisionWords.refused.gone);
}
