import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** How often in a row each test needed a second try; kept between runs, where the machine keeps the folder. */
const RECORD = join(import.meta.dirname, "../../node_modules/.cache/retried.json");
const PATIENCE = 3;

/** What only a newer git than Debian's, or only root, can do may be skipped; all that `.ci/run` installs may not. */
const MAY_BE_SKIPPED = process.getuid?.() === 0 ? /reftable/ : /reftable|kind overlay/;

/**
 * In CI nothing is left out unseen: a skipped test fails the run, a test that passed only when it was tried again is named,
 * and one that needed that three times in a row fails the run.
 */
export class StrictReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap(module => [...module.children.allTests()]);
    const skipped = tests.filter(
      test => test.result().state === "skipped" && !MAY_BE_SKIPPED.test(test.fullName),
    );
    const retried = tests.filter(test => (test.diagnostic()?.retryCount ?? 0) > 0);
    const counts = countRetried(retried.map(nameOf));
    const worn = Object.entries(counts).filter(([, times]) => times >= PATIENCE);
    for (const test of skipped) say(`skipped: ${nameOf(test)}${reasonOf(test)}`);
    for (const test of retried) say(`passed or failed after another try: ${nameOf(test)}${causeOf(test)}`);
    for (const [name, times] of worn) say(`needed another try ${times} times in a row: ${name}`);
    if (skipped.length > 0 || worn.length > 0) process.exitCode = 1;
  }
}

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`;

/** What went wrong at the first try, in a line: a test that is not firm can be mended only by who sees that. */
function causeOf(test: TestCase): string {
  const [error] = test.result().errors ?? [];
  return error ? `: ${error.message.replace(/\s+/g, " ").slice(0, 500)}` : "";
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return result.state === "skipped" && result.note ? ` (${result.note})` : "";
}

function countRetried(names: readonly string[]): Record<string, number> {
  const before: Record<string, number> = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, "utf8")) : {};
  const counts = Object.fromEntries(names.map(name => [name, (before[name] ?? 0) + 1]));
  mkdirSync(dirname(RECORD), { recursive: true });
  writeFileSync(RECORD, JSON.stringify(counts));
  return counts;
}
