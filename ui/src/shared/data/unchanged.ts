// What did not change stays the very same object, so that only what did is worked out and drawn anew.

/** The new value, with every part of it that equals the old one's taken from the old one. Both are plain data. */
export function keepUnchanged<T>(old: T | null, now: T): T {
  return kept(old, now) as T;
}

function kept(old: unknown, now: unknown): unknown {
  if (old === now || !hasParts(old) || !hasParts(now) || Array.isArray(old) !== Array.isArray(now)) return now;
  const names = Object.keys(now);
  let isSame = names.length === Object.keys(old).length;
  for (const name of names) {
    // The new value was made for this and is nobody else's yet.
    now[name] = kept(old[name], now[name]);
    isSame &&= now[name] === old[name];
  }
  return isSame ? old : now;
}

const hasParts = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
