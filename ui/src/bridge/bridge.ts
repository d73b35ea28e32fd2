// What the window may ask of the desk. Two implementations, both real: the shell (`tauri.ts`) and the headless
// desk over loopback HTTP (`host.ts`). Nothing else in the UI knows which one it talks to.
import type { ApiError } from "./types/ApiError";
import type { Changed } from "./types/Changed";
import type { Commands } from "./types/commands";
import type { Progress } from "./types/Progress";
import type { StagedFileView } from "./types/StagedFileView";

export type CommandName = keyof Commands;
export type RequestOf<N extends CommandName> = Commands[N]["request"];
export type ResponseOf<N extends CommandName> = Commands[N]["response"];

export interface CallOptions {
  /** Called while long work runs. */
  progress?: (progress: Progress) => void;
  /** Stops listening for the answer; the desk finishes what it began. */
  signal?: AbortSignal;
}

export interface Bridge {
  /** Rejects with an `ApiError`, with `Unreachable`, or with an `AbortError` after `signal`. */
  call<N extends CommandName>(name: N, request: RequestOf<N>, options?: CallOptions): Promise<ResponseOf<N>>;
  /** Hands a file's bytes to the desk, to be imported or restored by the next command. */
  stageFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<StagedFileView>;
  /** Tells what to fetch again. Returns the way to stop. */
  onChanged(listener: (changed: Changed) => void): () => void;
}

/** Whether a caught value is an error of the desk, which always carries a sentence. */
export function isApiError(value: unknown): value is ApiError {
  return typeof value === "object" && value !== null && "code" in value && "sentence" in value;
}

/** The desk itself does not answer, so that it cannot say anything either. */
export class Unreachable extends Error {}

/** The language that the page speaks, told with every call: the desk answers in it, unless the person chose another. */
export const spoken = (): Record<string, string> => ({
  "accept-language": document.documentElement.lang || navigator.language,
});
