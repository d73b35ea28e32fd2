import { countEn as count } from "@shared/words/numbers";

export const en = {
  title: "Help",
  search: "Search the help",
  contents: "Pages",
  keys: "Keys of this screen",
  found: (n: number) => (n === 0 ? "Nothing is said about this." : count(n, "place found", "places found")),
  couldNotLoad: "The help could not be loaded. Restart the app.",
};
