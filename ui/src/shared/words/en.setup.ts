// What the settings that set up the clinic say in English, fetched with the first of them.
export const said = import.meta.glob<object>("/src/rooms/settings/setup.en.ts", { eager: true, import: "en" });
