/** A whole workflow run: its jobs one after another as they need each other, each on a runner of its own. */
import { asText, interpolate } from "./expression.ts";
import type { Conclusion, StartedRun } from "./queue.ts";
import { type JobResult, type RunnerOptions, runAction } from "./runner.ts";
import type { Job } from "./workflow.ts";

export interface FinishedJob extends JobResult {
  run: number;
  job: string;
  /** When it began and ended (ms since the epoch). */
  from: number;
  to: number;
}

/** GitHub cancels what would be the 101st to wait. */
const MOST_WAITING = 100;

/** The runners of a repository: so many jobs at once, and one at a time in a concurrency group. */
export class Runners {
  readonly jobs: FinishedJob[] = [];
  readonly #options: RunnerOptions;
  readonly #free: Turn;
  readonly #groups = new Map<string, Turn>();

  /** @param most jobs at once */
  constructor(options: RunnerOptions, most: number) {
    this.#options = options;
    this.#free = new Turn(most);
  }

  /** For `onDispatch`. */
  async run(started: StartedRun): Promise<Conclusion> {
    const needs: { [job: string]: { result: string; outputs: { [name: string]: string } } } = {};
    let conclusion: Conclusion = "success";
    for (const [name, job] of Object.entries(started.workflow.jobs)) {
      const before = [job.needs ?? []].flat().map(each => needs[each]?.result);
      const context = contextOf(started, job, needs);
      const isReady = before.every(result => result === "success");
      const condition = typeof job.if === "string" ? job.if : String(job.if ?? true);
      const holds = Boolean(
        interpolate(condition.includes("${{") ? condition : `\${{ ${condition} }}`, context),
      );
      if (started.signal.aborted || !holds || (!isReady && !condition.includes("always()"))) {
        needs[name] = { result: started.signal.aborted ? "cancelled" : "skipped", outputs: {} };
        continue;
      }
      const result = await this.#inTurn(job, context, () =>
        this.#job({ ...started, token: started.tokenOf(job), context }, name),
      );
      needs[name] = { result: result?.conclusion ?? "cancelled", outputs: result?.jobOutputs ?? {} };
      if (result?.conclusion !== "success") conclusion = result?.conclusion ?? "cancelled";
    }
    return started.signal.aborted ? "cancelled" : conclusion;
  }

  /** Null: the queue was full, and GitHub cancelled it. */
  async #inTurn<T>(job: Job, context: StartedRun["context"], work: () => Promise<T>): Promise<T | null> {
    const { concurrency } = job;
    if (!concurrency) return this.#free.take(work);
    const named = typeof concurrency === "string" ? concurrency : concurrency.group;
    const group = asText(interpolate(named, context)).toLowerCase();
    const turn = this.#groups.get(group) ?? new Turn(1);
    this.#groups.set(group, turn);
    if (turn.waiting >= MOST_WAITING) return null;
    return turn.take(() => this.#free.take(work));
  }

  async #job(started: StartedRun, job: string): Promise<JobResult | null> {
    await this.#options.onJob?.(job, started.run);
    // What was cancelled while it waited never begins.
    if (started.signal.aborted) return null;
    const from = Date.now();
    const result = await runAction(started, { ...this.#options, job, keepsArtifacts: true });
    this.jobs.push({ ...result, run: started.run.id, job, from, to: Date.now() });
    return result;
  }
}

function contextOf(started: StartedRun, job: Job, needs: object): StartedRun["context"] {
  const token = started.tokenOf(job);
  const github = { ...(started.context.github as object), token };
  return { ...started.context, github, secrets: { GITHUB_TOKEN: token }, needs, steps: {}, runner: {} };
}

/** So many at once, the others in the order in which they came. */
class Turn {
  #free: number;
  #queue: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>(resolve => this.#queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
