// What the rooms of administrators say in English beside it, fetched with the first of them.
export const said = import.meta.glob<object>(
  [
    "/src/rooms/{administration,firstrun,imports,people,ready}/**/*.en.ts",
    "/src/shared/{people,ready}/*.en.ts",
    "/src/shared/centre/enrol.en.ts",
    "/src/rooms/settings/attach/*.en.ts",
  ],
  { eager: true, import: "en" },
);
