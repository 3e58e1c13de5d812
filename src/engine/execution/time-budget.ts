import { paths, ROOT } from "../../milestone/names.ts";
import { phaseCosts } from "../../milestone/schedule/critical-path.ts";
import {
  type ExpectedTime,
  expectedTime,
  finishedPhases,
  type KnownTimes,
  type PastPhase,
  pastPhases,
} from "../../milestone/schedule/expected-time.ts";
import type { PhaseStart } from "../../milestone/schedule/strategy.ts";
import type { State } from "../../milestone/session/state.ts";
import { counted } from "../../milestone/text/sanitise.ts";
import { dateTime, duration } from "../../milestone/view/figures.ts";
import { loadHistory } from "../journal/load.ts";
import type { Ports } from "../ports.ts";
import type { Run } from "../run/run-context.ts";
import type { Message } from "./message.ts";
import type { Timers } from "./timers.ts";

/** Most milestones whose past is looked at. */
const LOOKED_AT = 8;
/** What an attempt may take beyond what is expected, with its checks and landing. */
const SLACK = 1.2;
/** In larger milestones the past is read again this often at the most (ms). */
const READ_EVERY_MS = 10_000;
const LARGE = 1_000;

/** What finished milestones on the base took. One whose log cannot be read says nothing. */
export async function pastOnBase(
  { repository }: Pick<Ports, "repository">,
  { milestone, base }: { milestone: string; base: string },
): Promise<PastPhase[]> {
  const files = await repository.list(base, `${ROOT}/completed`);
  const ids = files.map(({ name }) => name).filter(name => name.endsWith(".yaml"));
  const others = ids.map(name => name.slice(0, -".yaml".length)).filter(id => id !== milestone);
  const states: State[] = [];
  for (const id of others.sort().slice(-LOOKED_AT)) {
    const reading = await loadHistory(repository, id, base);
    if (reading.ok) states.push(reading.history.state);
  }
  return pastPhases(states);
}

/**
 * How long the run may last. Nothing is started that is known to take longer than is left; near the end nothing at all;
 * then what still works is ended and kept, what has worked is checked and landed, and the last moments are for saving.
 */
export class TimeBudget {
  #run: Run;
  #budgetMs: number;
  #margin: number;
  /** When what works is ended (ms since the epoch). */
  #end = Number.POSITIVE_INFINITY;
  #past: readonly PastPhase[] = [];
  #times: (KnownTimes & { seq: number; at: number }) | null = null;
  #began = false;
  #tooLong: string | null = null;

  constructor(run: Run) {
    this.#run = run;
    this.#budgetMs = run.options.timeBudgetMs;
    this.#margin = Math.min(120_000, this.#budgetMs / 5);
  }

  get isLimited(): boolean {
    return this.#budgetMs > 0;
  }

  /** To be called when the run begins. */
  async begin(timers: Timers, put: (message: Message) => void): Promise<void> {
    if (!this.isLimited) return;
    const { ports, journal, base } = this.#run;
    this.#end = ports.clock.now() + this.#budgetMs - this.#margin;
    const reason = `the time budget of ${counted(Math.round(this.#budgetMs / 60_000), "minute")} is nearly spent`;
    const untilEnd = this.#budgetMs - this.#margin;
    timers.once(untilEnd - this.#margin, () => put({ kind: "drain", reason }));
    timers.once(untilEnd, () => put({ kind: "end_work", reason }));
    timers.once(untilEnd + this.#margin / 2, () => put({ kind: "stop", rest: "paused", reason }));
    this.#past = await pastOnBase(ports, { milestone: journal.milestone, base: base.commit });
  }

  /** Forgets what did not fit, before it is asked again. */
  reset(): void {
    this.#tooLong = null;
  }

  /** Whether the phase can end before the time is up, as far as it is known how long it takes. */
  fits(start: Omit<PhaseStart, "slot">): boolean {
    if (!this.isLimited) return true;
    const expected = expectedTime(this.#known, start);
    const left = this.#end - this.#run.ports.clock.now();
    // Another run has no more time than one that begins: what other commands took is no reason to wait for it.
    if (!expected || expected.ms * SLACK <= left || (!expected.isSure && !this.#began)) {
      this.#began = true;
      return true;
    }
    this.#tooLong ??= this.#sentence(start, expected, left);
    return false;
  }

  /**
   * Why the run ends although something could be started; null: it does not.
   * @param wakeAt when something is due of which nothing can be done before
   */
  restsFor(wakeAt: number | null): string | null {
    if (this.#tooLong !== null) return this.#tooLong;
    if (wakeAt === null || wakeAt < this.#end) return null;
    return `what is left is due at ${dateTime(wakeAt)}, after the time budget of this run; the next run takes it up`;
  }

  get #known(): KnownTimes {
    const { plan, journal, ports } = this.#run;
    const [seq, at] = [journal.state.seq, ports.clock.now()];
    const isDue = plan.tasks.length <= LARGE || at - (this.#times?.at ?? 0) >= READ_EVERY_MS;
    if (this.#times?.plan === plan && (this.#times.seq === seq || !isDue)) return this.#times;
    const costs = phaseCosts(plan);
    const own = finishedPhases(plan, journal.state, costs);
    this.#times = { plan, costs, own, past: this.#past, seq, at };
    return this.#times;
  }

  #sentence({ task, phase }: Omit<PhaseStart, "slot">, { ms, basis }: ExpectedTime, left: number): string {
    const takes = `${task}/${phase} takes about ${duration(ms)}, ${basis}`;
    const whole = this.#budgetMs - this.#margin;
    if (ms * SLACK > whole) {
      return `${takes}: too long for any run with a time budget of ${duration(this.#budgetMs)}; raise time-budget, split the task, or correct its estimate in ${paths.milestone(this.#run.plan.id)}`;
    }
    return `${takes}, and ${duration(left)} of this run's time budget are left, so the next run starts it`;
  }
}
