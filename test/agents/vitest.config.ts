import { defineConfig } from "vitest/config";

/** `npm run test:agents`: the real programs; one file at a time, as each starts programs of some 100 MB. */
export default defineConfig({
  test: {
    include: ["test/agents/**/*.test.ts"],
    globalSetup: ["test/agents/setup.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
