// Something the desk knows, kept fresh on screen: loaded when its request changes and again when a tag says so.
// A late answer to an older request is discarded; while a newer one is on its way the old value stays visible.
import type { ApiError, CommandName, RequestOf, ResponseOf } from "@bridge";
import { ask, asApiError } from "./ask";
import { onTags, SPOKEN } from "./changes";
import { keepUnchanged } from "./unchanged";

export interface Resource<T> {
  readonly value: T | null;
  readonly error: ApiError | null;
  /** True until the first answer, good or bad. */
  readonly isFirst: boolean;
  reload(): void;
  /** Takes what is known of the value before it is read again. */
  put(known: T): void;
}

/**
 * @param name the command that reads it
 * @param request read inside an effect: what it names is loaded again when it changes; null loads nothing
 * @param isStale whether a change with this tag makes the value stale
 */
export const resource = <N extends CommandName>(
  name: N,
  request: () => RequestOf<N> | null,
  isStale: (tag: string, value: ResponseOf<N> | null) => boolean,
): Resource<ResponseOf<N>> => loading((wanted: RequestOf<N>) => ask(name, wanted), request, isStale);

/** The same of whatever is read in another way. */
export function loading<Q, T>(
  read: (wanted: Q) => Promise<T>,
  request: () => Q | null,
  isStale: (tag: string, value: T | null, error: ApiError | null) => boolean,
): Resource<T> {
  let value = $state.raw<T | null>(null);
  let error = $state.raw<ApiError | null>(null);
  let isFirst = $state(true);
  let asked: Q | null = null;
  let turn = 0;

  async function load(): Promise<void> {
    const mine = ++turn;
    const wanted = asked;
    if (wanted === null) {
      value = null;
      return;
    }
    try {
      const answer = await read(wanted);
      if (mine !== turn) return;
      [value, error] = [keepUnchanged(value, answer), null];
    } catch (problem) {
      if (mine !== turn) return;
      error = asApiError(problem);
    }
    isFirst = false;
  }

  $effect(() => {
    asked = request();
    void load();
  });

  $effect(() =>
    onTags((changed) => {
      if (asked !== null && changed.some((tag) => tag === SPOKEN || isStale(tag, value, error))) void load();
    }),
  );

  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    get isFirst() {
      return isFirst;
    },
    reload: () => void load(),
    put: (known) => (value = keepUnchanged(value, known)),
  };
}
