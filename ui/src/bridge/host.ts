// The headless desk over loopback HTTP. The run's token comes in the URL's fragment, which no browser sends
// anywhere, and goes back in a header.
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
import { eventData, lines } from "./ndjson";
import type { ApiError } from "./types/ApiError";
import type { Changed } from "./types/Changed";
import type { Progress } from "./types/Progress";
import type { StagedFileView } from "./types/StagedFileView";

/** How long to wait before listening again after the desk closed the stream of changes. */
const LISTEN_AGAIN_MS = 1_000;

type Line<T> = { progress: Progress } | { result: T } | { error: ApiError };

export function hostBridge(fragment: string): Bridge {
  const token = new URLSearchParams(fragment.replace(/^#/, "")).get("token") ?? "";
  const authorization = { authorization: `Bearer ${token}` };

  async function call<N extends CommandName>(
    name: N,
    request: RequestOf<N>,
    options: CallOptions = {},
  ): Promise<ResponseOf<N>> {
    const accept = options.progress ? "application/x-ndjson" : "application/json";
    const answer = await reach(`call/${name}`, {
      method: "POST",
      headers: { ...authorization, ...spoken(), accept, "content-type": "application/json" },
      body: JSON.stringify(request),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    if (options.progress && answer.headers.get("content-type")?.startsWith("application/x-ndjson"))
      return lastLine<ResponseOf<N>>(answer, options.progress);
    return (await answer.json()) as ResponseOf<N>;
  }

  async function stageFile(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<StagedFileView> {
    const headers = {
      ...authorization,
      ...spoken(),
      "content-type": "application/octet-stream",
      "x-file-name": encodeURIComponent(name),
    };
    const answer = await reach("call/stage_file", { method: "POST", headers, body: bytes });
    return (await answer.json()) as StagedFileView;
  }

  function onChanged(listener: (changed: Changed) => void): () => void {
    const stopped = new AbortController();
    void hear(authorization, listener, stopped.signal);
    return () => stopped.abort();
  }

  return { call, stageFile, onChanged };
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch (problem) {
    throw init.signal?.aborted ? problem : new Unreachable();
  }
  if (answer.ok) return answer;
  const problem: unknown = await answer.json().catch(() => null);
  throw isApiError(problem) ? problem : new Unreachable();
}

async function lastLine<T>(answer: Response, progress: (progress: Progress) => void): Promise<T> {
  if (!answer.body) throw new Unreachable();
  for await (const text of lines(answer.body)) {
    if (text === "") continue;
    const line = JSON.parse(text) as Line<T>;
    if ("progress" in line) progress(line.progress);
    else if ("error" in line) throw line.error;
    else return line.result;
  }
  throw new Unreachable();
}

async function hear(headers: HeadersInit, listener: (changed: Changed) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const answer = await fetch("events", { headers, signal });
      if (answer.body) for await (const data of eventData(answer.body)) listener(JSON.parse(data) as Changed);
    } catch {
      // The desk went away or the page is leaving: the loop's condition tells which.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, LISTEN_AGAIN_MS));
  }
}
