import type { Run } from "../run/run-context.ts";
import { saveEveryMs } from "./checkpoint.ts";
import { lookAtNeeds, lookEveryMs } from "./dependency-watch.ts";
import type { Message } from "./message.ts";
import type { Timers } from "./timers.ts";

/** How often open gates are looked up at GitHub while agents work (ms); unchanged answers cost no rate limit. */
const DECISIONS_EVERY_MS = 20_000;

/** Sets what the loop is to be reminded of: saving, GitHub's decisions, the end of the time budget. */
export function setReminders(run: Run, timers: Timers, put: (message: Message) => void): void {
  const { ports, options } = run;
  timers.every(saveEveryMs(run), () => put({ kind: "interval" }));
  if (ports.forge.present) timers.every(DECISIONS_EVERY_MS, () => put({ kind: "decisions" }));
  if (options.timeBudgetMs > 0) limitTime(options.timeBudgetMs, timers, put);
}

/** Looks at what the milestone needs from time to time, one look after the other; what goes wrong shows at the next. */
export function watchNeeds(run: Run, timers: Timers, put: (message: Message) => void): void {
  let looking = false;
  timers.every(lookEveryMs(run), () => {
    if (looking) return;
    looking = true;
    lookAtNeeds(run)
      .then(needs => needs.length > 0 && put({ kind: "needs", needs }))
      .catch(error =>
        run.ports.narrator.warn(`what the milestone needs cannot be looked at: ${String(error)}`),
      )
      .finally(() => {
        looking = false;
      });
  });
}

/** Near the end of the budget nothing new starts; shortly before it what still runs is interrupted and saved. */
function limitTime(budgetMs: number, timers: Timers, put: (message: Message) => void): void {
  const margin = Math.min(120_000, budgetMs / 5);
  const reason = `the time budget of ${Math.round(budgetMs / 60_000)} minutes is nearly spent`;
  timers.once(budgetMs - 2 * margin, () => put({ kind: "drain", reason }));
  timers.once(budgetMs - margin, () => put({ kind: "stop", rest: "paused", reason }));
}
