// Acts whose answer is awaited. The board may show what an act changed before its answer is here, so whoever asks for
// the latest act waits for them.
const acts = new Set<Promise<unknown>>();

export function underWay<T>(act: Promise<T>): Promise<T> {
  acts.add(act);
  const isOver = () => void acts.delete(act);
  act.then(isOver, isOver);
  return act;
}

export const allAnswered = (): Promise<unknown> => Promise.allSettled(acts);
