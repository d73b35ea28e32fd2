// Builds the window's page: one entry chunk with the day board, every other room loaded when it is opened.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { guide } from "./guide.plugin.ts";

const inside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte(), guide()],
  base: "./",
  build: {
    target: ["es2022", "safari17.5", "chrome123"],
    // The content policy allows files of our own only: nothing is inlined as data: but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
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
