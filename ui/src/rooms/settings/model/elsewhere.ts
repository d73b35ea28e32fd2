// Whether an address is shown as one outside of this PC, so that it is said while it is typed. The desk decides, and asks for
// the same consent.
export function isElsewhere(address: string): boolean {
  const typed = address.trim();
  if (!URL.canParse(typed)) return false;
  const { hostname } = new URL(typed);
  return hostname !== "" && hostname !== "localhost" && hostname !== "[::1]" && !/^127(\.\d+){3}$/.test(hostname);
}
