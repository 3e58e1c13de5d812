import fc from "fast-check";

/** So that a run of the suite says something of the sources, and never of the day. */
const SEED = 20_261_121;

const { FUZZ_RUNS, FUZZ_SEED } = process.env;
const HOW =
  "Other texts are tried by FUZZ_RUNS=100000 (with a new seed each time), the same ones by FUZZ_SEED=<seed>, before `npx vitest run <file>`.";

/**
 * How a property is tried: so many times from one seed in the suite, and as FUZZ_RUNS and FUZZ_SEED say where they are
 * set. A failure says how to try more.
 */
export function runs<T>(numRuns: number): fc.Parameters<T> {
  const seed = FUZZ_SEED ? Number(FUZZ_SEED) : FUZZ_RUNS ? undefined : SEED;
  return {
    numRuns: FUZZ_RUNS ? Number(FUZZ_RUNS) : numRuns,
    ...(seed === undefined ? {} : { seed }),
    reporter(details) {
      if (!details.failed) return;
      const message = fc.defaultReportMessage(details);
      throw new Error(`${message}\n\n${HOW}`, { cause: details.errorInstance });
    },
  };
}
