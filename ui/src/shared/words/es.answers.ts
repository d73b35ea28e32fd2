// What the settings of the agents' answers say in Spanish (words of an emergency, the knowledge base, the language model), fetched with
// the first of them.
export const said = import.meta.glob<object>("/src/rooms/settings/{emergency,knowledge,model}/*.es.ts", {
  eager: true,
  import: "es",
});
