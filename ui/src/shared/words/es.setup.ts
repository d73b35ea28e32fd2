// What the settings that set up the clinic say in Spanish, fetched with the first of them.
export const said = import.meta.glob<object>("/src/rooms/settings/setup.es.ts", { eager: true, import: "es" });
