// The words of importing.
const KINDS: Record<string, string> = {
  organizations: "Organizations",
  locations: "Locations",
  providers: "Providers",
  rooms: "Rooms",
  equipment: "Equipment",
  patients: "Patients",
  caregivers: "Caregivers",
  appointments: "Booked visits",
  past_visits: "Past visits",
  appointment_types: "Visit types",
  templates: "Weekly hours",
  extra_sessions: "Extra sessions",
  exceptions: "Closed times",
  coverages: "Coverages",
};

/** "past_visits" as "Past visits"; a kind unknown here is shown as it came. */
export function kindWords(kind: string): string {
  const plain = kind.replaceAll("_", " ");
  return KINDS[kind] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
