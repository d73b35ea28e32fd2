// Everything that the window says in English to whoever works at the desk, as one file that is fetched when the language is spoken.
export const said = import.meta.glob<object>(
  [
    "/src/**/*.en.ts",
    "!/src/rooms/{administration,capacity,firstrun,imports,people,ready}/**",
    "!/src/shared/{people,ready}/**",
    "!/src/shared/centre/enrol.*",
    "!/src/rooms/settings/setup.*",
    "!/src/rooms/settings/{attach,emergency,hours/replay,knowledge,model}/**",
  ],
  { eager: true, import: "en" },
);
