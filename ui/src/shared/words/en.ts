// Everything that the window says in English, as one file that is fetched when the language is spoken.
export const said = import.meta.glob<object>("/src/**/*.en.ts", { eager: true, import: "en" });
