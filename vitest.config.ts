import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { StrictReporter } from "./test/rig/strict-reporter.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/agents/**"],
    globalSetup: "test/rig/before-all.ts",
    reporters: process.env.CI ? ["default", new StrictReporter()] : ["default"],
    // A busy CI machine can miss a wait by chance; a real fault fails every time.
    retry: process.env.CI ? 2 : 0,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Three for a core: the suites wait for processes of their own; two left a third idle, and four were no faster.
    maxWorkers: Math.min(3 * availableParallelism(), 8),
    pool: "forks",
    // A worker takes one file after the other: to start one for each cost a sixth of the processor's time.
    isolate: false,
  },
});
