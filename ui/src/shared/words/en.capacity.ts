// What the room of capacity says in English, fetched with it.
export const said = import.meta.glob<object>("/src/rooms/capacity/*.en.ts", { eager: true, import: "en" });
