// What the room of capacity says in Spanish, fetched with it.
export const said = import.meta.glob<object>("/src/rooms/capacity/*.es.ts", { eager: true, import: "es" });
