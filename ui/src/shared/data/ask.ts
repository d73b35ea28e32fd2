// Every question to the desk goes through here, so that losing the session is noticed in one place.
import {
  type ApiError,
  call,
  type CallOptions,
  type CommandName,
  isApiError,
  type RefusalView,
  type RequestOf,
  type ResponseOf,
  Unreachable,
} from "@bridge";
import { sharedWords } from "../words/shared";
import { loseSession } from "./session.svelte";

/** Calls the desk. An answer of `locked` empties the window. Rejects with an `ApiError`. */
export async function ask<N extends CommandName>(
  name: N,
  request: RequestOf<N>,
  options?: CallOptions,
): Promise<ResponseOf<N>> {
  try {
    return await call(name, request, options);
  } catch (problem) {
    const error = asApiError(problem);
    if (error.code === "locked") loseSession();
    throw error;
  }
}

/** Why it was refused, as one text. */
export const sentences = (reasons: readonly RefusalView[]): string => reasons.map((it) => it.sentence).join(" ");

/** What was caught, as an error with a sentence. */
export function asApiError(problem: unknown): ApiError {
  if (isApiError(problem)) return problem;
  const isAway = problem instanceof Unreachable;
  const sentence = isAway ? sharedWords.deskAway : sharedWords.windowMistake;
  return { code: "internal", retryable: isAway, field: null, sentence, facts: {} };
}
