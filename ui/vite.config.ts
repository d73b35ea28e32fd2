// Builds the window's page in few pieces, which pack better than one a room: the door, what a desk does all day (fetched while a
// password is typed), what everybody opens once in a while, how a clinic is set up, what its agents say and know, what
// administrators do in a clinic alone and at a centre, its capacity, the first start, and the words of each language, those of
// administrators, of the setup, of the agents' settings and of capacity apart.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { guide } from "./guide.plugin.ts";

const inside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Each piece holds these and whatever they import that no piece before has. */
const pieces = [
  { name: "door", test: /src\/(main\.ts|(app\/(App|Door)|rooms\/signin\/\w+)\.svelte)$/, priority: 5 },
  {
    name: "day",
    test: /src\/(app(?!\/Capacity)|rooms\/(board|booking|lists|patients|repair|sheet|visit|waitlist))\/(\w+\/)?\w+\.svelte$/,
    priority: 4,
  },
  {
    name: "office",
    test: /src\/rooms\/((agents|decisions|help|paper)\/(\w+\/)?\w+|settings\/(Settings|You|Holidays|sync\/)\w+)\.svelte$/,
    priority: 3,
  },
  { name: "setup", test: /src\/(rooms\/settings\/\w+Section|shared\/(people|ready)\/\w+)\.svelte$/, priority: 2 },
  {
    name: "clinic",
    test: /src\/rooms\/(imports|people|ready|settings\/attach)\/\w+\.svelte$/,
    priority: 1,
  },
  { name: "answers", test: /src\/rooms\/settings\/(emergency|knowledge|model)\/\w+\.svelte$/, priority: 0 },
  {
    name: "capacity",
    test: /src\/(app\/CapacityPlace|rooms\/(capacity|settings\/hours\/replay)\/\w+)\.svelte$/,
    priority: 0,
  },
  { name: "organization", test: /src\/rooms\/administration\/(\w+\/)?\w+\.svelte$/, priority: 0 },
];

export default defineConfig({
  plugins: [svelte(), guide()],
  base: "./",
  build: {
    target: ["es2022", "safari17.5", "chrome123"],
    // The content policy allows files of our own only: nothing is inlined as data: but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: pieces } } },
  },
  resolve: {
    alias: { "@bridge": inside("src/bridge"), "@shared": inside("src/shared") },
    // The components under test are the browser's, not the server's.
    ...(process.env["VITEST"] ? { conditions: ["browser"] } : {}),
  },
  test: {
    include: ["src/**/*.test.ts", "tests/{words,guide}/*.test.ts"],
    environment: "happy-dom",
    setupFiles: ["tests/setup.ts"],
    css: { include: /tokens\.css/ },
    restoreMocks: true,
  },
});
