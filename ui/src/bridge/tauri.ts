// The desk behind the shell's own channel. The only file that imports the shell's API.
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import {
  type Bridge,
  type CallOptions,
  type CommandName,
  isApiError,
  type RequestOf,
  type ResponseOf,
  spoken,
  Unreachable,
} from "./bridge";
import type { Changed } from "./types/Changed";
import type { Progress } from "./types/Progress";
import type { StagedFileView } from "./types/StagedFileView";

export function tauriBridge(): Bridge {
  return { call, stageFile, onChanged };
}

/** Whether this page runs inside the shell's window. */
export function isInsideShell(): boolean {
  return "__TAURI_INTERNALS__" in window;
}

async function call<N extends CommandName>(
  name: N,
  request: RequestOf<N>,
  options: CallOptions = {},
): Promise<ResponseOf<N>> {
  const channel = new Channel<Progress>();
  if (options.progress) channel.onmessage = options.progress;
  const answer = asked(invoke<ResponseOf<N>>(name, { request, progress: channel }, { headers: spoken() }));
  return options.signal ? Promise.race([answer, aborted(options.signal)]) : answer;
}

async function stageFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<StagedFileView> {
  const headers = { ...spoken(), "x-file-name": encodeURIComponent(name) };
  return asked(invoke<StagedFileView>("stage_file", bytes, { headers }));
}

function onChanged(listener: (changed: Changed) => void): () => void {
  const stop = listen<Changed>("changed", (event) => listener(event.payload));
  return () => void stop.then((unlisten) => unlisten());
}

/** A rejection is an `ApiError` or `Unreachable`: the shell itself rejects with plain text. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (problem) {
    throw isApiError(problem) ? problem : new Unreachable();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")), { once: true });
  });
}
