// Taking back: what this person did at this desk since signing in, the latest last. The desk decides whether an act can
// still be undone (ten minutes, and nothing after it); the window only remembers what to ask for, in words.
import type { OpId, Outcome, UndoneView } from "@bridge";
import { keysFor } from "../keys/keymap";
import { keysInWords } from "../keys/words";
import { sharedWords } from "../words/shared";
import { ask, asApiError, sentences } from "./ask";
import { dismiss, isShown, note } from "./notify.svelte";
import { allAnswered, underWay } from "./underway";

interface Act {
  op: OpId;
  /** The sentence that was said when it was done. */
  said: string;
  note: number;
}

const KEPT = 20;
let acts: Act[] = [];
let isBusy = false;

/** Says what was done, with the way back where there is one. */
export function noteDone(said: string, undo: OpId | null, tone: "good" | "info" = "good"): void {
  if (undo === null) return void note(said, tone);
  const act: Act = { op: undo, said, note: 0 };
  // One way back at a time, so that the key on the note is true: the act before is named again when its turn comes.
  for (const before of acts) dismiss(before.note);
  act.note = offer(act, said, tone);
  acts = [...acts.slice(1 - KEPT), act];
}

/** The result, said with its way back; null when it was refused or failed, which is then said in its own sentence. */
export function done<T>(answer: Promise<Outcome<T>>, said: (result: T) => string): Promise<T | null> {
  return underWay(noted(answer, said));
}

async function noted<T>(answer: Promise<Outcome<T>>, said: (result: T) => string): Promise<T | null> {
  try {
    const outcome = await answer;
    if (outcome.outcome === "done") {
      noteDone(said(outcome.result), outcome.undo);
      return outcome.result;
    }
    note(sentences(outcome.reasons), "danger");
  } catch (problem) {
    note(asApiError(problem).sentence, "danger");
  }
  return null;
}

/**
 * The key for it. What is taken back is on screen first: an act whose note is gone is named again, and taken back when
 * the key is pressed once more.
 */
export async function undoLast(): Promise<UndoneView | null> {
  await allAnswered();
  const act = acts.at(-1);
  if (!act) {
    note(sharedWords.undo.nothing, "info");
    return null;
  }
  if (isShown(act.note)) return takeBack(act);
  act.note = offer(act, sharedWords.undo.again(act.said, keysInWords(keysFor("undo"))), "info");
  return null;
}

function offer(act: Act, text: string, tone: "good" | "info"): number {
  const says = sharedWords.undo.says(act.said);
  return note(text, tone, {
    label: sharedWords.undo.label,
    says,
    keys: keysFor("undo"),
    run: () => void takeBack(act),
  });
}

async function takeBack(act: Act): Promise<UndoneView | null> {
  if (isBusy) return null;
  isBusy = true;
  try {
    const answer = await ask("undo", { of: act.op });
    dismiss(act.note);
    acts = acts.filter((it) => it !== act);
    if (answer.outcome === "refused") {
      note(sharedWords.undo.refused(act.said, sentences(answer.reasons)), "danger");
      return null;
    }
    note(sharedWords.undo.done(act.said));
    return answer.result;
  } catch (problem) {
    note(asApiError(problem).sentence, "danger");
    return null;
  } finally {
    isBusy = false;
  }
}
