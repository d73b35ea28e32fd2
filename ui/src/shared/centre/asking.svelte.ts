// What is asked of the centre itself, in the person's own session: how the organization is run. Nothing of it is kept for
// later, and the centre alone says whether somebody may.
import type { ApiError, CentreCalls, Outcome } from "@bridge";
import { ask, asApiError } from "../data/ask";
import { loading, type Resource } from "../data/resource.svelte";

export type CentreCall = keyof CentreCalls;
export type AnswerOf<N extends CentreCall> = CentreCalls[N]["answer"];
export type BodyOf<N extends CentreCall> = CentreCalls[N]["body"];

type Part<N extends CentreCall, P extends "path" | "query" | "body"> = CentreCalls[N][P] extends null
  ? object
  : P extends "query"
    ? { query?: CentreCalls[N]["query"] }
    : { [K in P]: CentreCalls[N][K] };
/** What a call takes: of path, query and body those that it has. */
export type PartsOf<N extends CentreCall> = Part<N, "path"> & Part<N, "query"> & Part<N, "body">;

/** The calls that answer a page of a list. */
type Listing = {
  [N in CentreCall]: AnswerOf<N> extends { items: unknown[] } ? N : never;
}[CentreCall];
export type ItemOf<N extends Listing> = AnswerOf<N>["items"][number];

/** The longest page that there is. */
const PAGE = 200;

/** Asks the centre. Where it wants a fresh second factor, the person is asked for it first. Rejects with an `ApiError`. */
export async function askCentre<N extends CentreCall>(call: N, parts: PartsOf<N>): Promise<AnswerOf<N>> {
  const { path = {}, query = {}, body = null } = parts as { path?: object; query?: object; body?: unknown };
  const given = (values: object) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, it]) => (it === null || it === undefined ? [] : [[name, String(it)]])),
    );
  const request = { call, path: given(path), query: given(query), body };
  try {
    return (await ask("ask_centre", request)).answer as AnswerOf<N>;
  } catch (problem) {
    if (asApiError(problem).code !== "fresh_factor_needed" || !(await secondFactor.shown())) throw problem;
    return (await ask("ask_centre", request)).answer as AnswerOf<N>;
  }
}

/** Every page of a list, one after the other. */
export async function everyItem<N extends Listing>(call: N, query: CentreCalls[N]["query"]): Promise<ItemOf<N>[]> {
  const found: ItemOf<N>[] = [];
  let cursor: string | null | undefined;
  do {
    const parts = { query: { ...query, limit: PAGE, cursor } } as unknown as PartsOf<N>;
    const page: { items: ItemOf<N>[]; next?: string | null } = await askCentre(call, parts);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return found;
}

/**
 * Something the centre knows. Where it could not be asked, it is asked again as soon as anything of the connection moves.
 * @param isStale whether a change with this tag makes it stale
 */
export const atCentre = <T>(read: () => Promise<T>, isStale: (tag: string) => boolean = () => false): Resource<T> =>
  loading(
    () => read(),
    () => ({}),
    (tag, _, error) => isStale(tag) || (tag === "sync" && isAway(error)),
  );

const isAway = (error: ApiError | null) => error?.code === "centre_unreachable" || error?.code === "centre_refused";

/** For a form of a record: that somebody else changed it meanwhile is a refusal, which the form deals with. */
export async function asOutcome<T>(question: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { outcome: "done", result: await question(), undo: null };
  } catch (problem) {
    const { code, sentence, field } = asApiError(problem);
    if (code !== "changed") throw problem;
    return { outcome: "refused", reasons: [{ code, sentence, field }] };
  }
}

/** The second factor, shown once more: one dialog for whatever waits for it. */
class SecondFactor {
  #waiting = $state.raw<((isShown: boolean) => void)[]>([]);

  get isWanted(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether the person showed it; false when they gave up. */
  shown(): Promise<boolean> {
    return new Promise((settle) => (this.#waiting = [...this.#waiting, settle]));
  }

  settle(isShown: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach((it) => it(isShown));
  }
}

export const secondFactor = new SecondFactor();
