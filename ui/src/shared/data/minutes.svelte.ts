// The clinic's minute, carried on between two answers of the desk. The desk says what minute it is; the window only
// counts from there, once a minute, for the line of now and the waiting times.
export const MINUTE_MS = 60_000;

export function minuteClock(told: () => number | null): { readonly minute: number | null } {
  let passed = $state(0);

  $effect(() => {
    if (told() === null) return;
    passed = 0;
    const tick = setInterval(() => passed++, MINUTE_MS);
    return () => clearInterval(tick);
  });

  return {
    get minute() {
      const from = told();
      return from === null ? null : from + passed;
    },
  };
}
