// The UI's layers, held by import rules: app -> rooms -> shared -> bridge; only the bridge knows the shell, and no room
// knows another.
import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import { readdirSync } from "node:fs";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const SHELL = { group: ["@tauri-apps/*"], message: "Only src/bridge talks to the shell." };
const ROOMS = { group: ["**/rooms/**"], message: "What two rooms share lives in src/shared." };
const APP = { group: ["**/app/**"], message: "The app puts rooms together; nothing imports it." };
const BRIDGE_INSIDE = { group: ["**/bridge/host*", "**/bridge/tauri*"], message: "Ask through @bridge." };

// The content policy has no inline styles: style:property directives go through the CSSOM, a style attribute does not.
const STYLE_ATTRIBUTE = { selector: "SvelteAttribute[key.name='style']", message: "Use a style:property directive." };

const forbid = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });
const rooms = readdirSync(new URL("src/rooms", import.meta.url));

export default ts.config(
  { ignores: ["dist", "src/bridge/types", "test-results", "playwright-report"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "no-console": "error",
      "max-lines-per-function": "off",
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
    rules: { "svelte/no-at-html-tags": "error", "no-restricted-syntax": ["error", STYLE_ATTRIBUTE] },
  },
  { files: ["src/**"], rules: { "max-lines": ["error", { max: 250, skipBlankLines: false, skipComments: false }] } },
  { files: ["src/app/**", "src/main.ts"], rules: forbid(SHELL, BRIDGE_INSIDE) },
  { files: ["src/shared/**"], rules: forbid(SHELL, ROOMS, APP, BRIDGE_INSIDE) },
  ...rooms.map((room) => ({
    files: [`src/rooms/${room}/**`],
    rules: forbid(SHELL, ROOMS, APP, BRIDGE_INSIDE, {
      group: rooms.filter((other) => other !== room).map((other) => `../${other}/*`),
      message: "Rooms do not import each other.",
    }),
  })),
  { files: ["src/bridge/**"], rules: forbid(ROOMS, APP) },
  {
    files: ["*.config.{js,ts}", "tests/**", "bench/**"],
    languageOptions: { globals: { ...globals.node } },
    // A fixture that needs no other says so with an empty pattern: the runner reads it.
    rules: { "no-empty-pattern": "off" },
  },
  // The figures are its output.
  { files: ["bench/**"], rules: { "no-console": "off" } },
);
