// What capacity says, in its room and where hours are tried, in Spanish, fetched with it.
export const said = import.meta.glob<object>(
  ["/src/rooms/capacity/*.es.ts", "/src/rooms/settings/hours/replay/*.es.ts"],
  { eager: true, import: "es" },
);
