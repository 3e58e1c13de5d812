import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/agents/**"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The suites start processes of their own: more workers than cores only slow each other.
    maxWorkers: 2,
    pool: "forks",
  },
});
