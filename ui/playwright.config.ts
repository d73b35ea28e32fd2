// The flows run in the system's Chromium against the real headless desk; nothing is downloaded and nothing is retried.
import { defineConfig } from "@playwright/test";

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "tests/flows",
  outputDir: "test-results",
  workers: 2,
  retries: 0,
  timeout: 60_000,
  // What is expected comes at once; a busy machine may be late with it.
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    viewport: { width: 1366, height: 768 },
    locale: "en-US",
    // The clinic's zone decides everywhere; a PC in another zone must not show.
    timezoneId: "Asia/Kolkata",
    colorScheme: "light",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: isRoot ? ["--no-sandbox"] : [],
    },
  },
});
