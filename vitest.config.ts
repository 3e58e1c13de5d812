import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/agents/**"],
    globalSetup: "test/rig/before-all.ts",
    // A busy CI machine can miss a wait by chance; a real fault fails every time.
    retry: process.env.CI ? 2 : 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The suites start processes of their own: more workers than cores only slow each other.
    maxWorkers: 2,
    pool: "forks",
  },
});
