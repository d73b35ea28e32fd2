// Everything that the window says in Spanish, as one file that is fetched when the language is spoken.
export const said = import.meta.glob<object>("/src/**/*.es.ts", { eager: true, import: "es" });
