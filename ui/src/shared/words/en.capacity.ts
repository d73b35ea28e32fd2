// What capacity says, in its room and where hours are tried, in English, fetched with it.
export const said = import.meta.glob<object>(
  ["/src/rooms/capacity/*.en.ts", "/src/rooms/settings/hours/replay/*.en.ts"],
  { eager: true, import: "en" },
);
