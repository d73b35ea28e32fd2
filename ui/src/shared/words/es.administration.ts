// What the rooms of administrators say in Spanish beside it, fetched with the first of them.
export const said = import.meta.glob<object>(
  [
    "/src/rooms/{administration,firstrun,imports,people,ready}/**/*.es.ts",
    "/src/shared/{people,ready}/*.es.ts",
    "/src/shared/centre/enrol.es.ts",
    "/src/rooms/settings/attach/*.es.ts",
  ],
  { eager: true, import: "es" },
);
