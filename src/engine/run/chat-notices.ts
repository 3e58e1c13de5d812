import type { LoggedEvent } from "../../milestone/session/event.ts";
import { type Notice, type NoticePlace, noticeOf, startNotice } from "../../milestone/view/notice.ts";
import type { Clock, PostFailure } from "../ports.ts";
import type { Run } from "./run-context.ts";

/** Waits before the second and third try of a notice (ms). */
const BACKOFF_MS = [1_000, 5_000];
/** The end of a run waits so long at most for the last notices (ms). */
const CLOSING_MS = 5_000;
/** What is not told by then is told by the report; an address that does not answer must not fill the memory. */
const QUEUED = 200;

export interface Notices {
  observe(event: LoggedEvent): void;
  /** Waits for what is still to be told, for a bounded time. */
  close(): Promise<void>;
}

/**
 * Tells starts, gates, blockers and ends to the address that `notify.webhook` names. It is never in the way of the run: one
 * after the other, each tried three times; the first that fails for good is a warning.
 */
export function openNotices(run: Run): Notices | null {
  const variable = run.plan.notify.webhook;
  const { host, narrator, clock } = run.ports;
  if (variable === undefined || !host.post) return null;
  if (!host.env(variable)) {
    narrator.warn(`notify.webhook names the variable ${variable}, which is not set: nothing is posted`);
    return null;
  }
  const stop = new AbortController();
  const { signal } = stop;
  const post = (notice: Notice): Promise<PostFailure | null> => host.post!(variable, notice, signal);
  let waiting = 0;
  let isFailing = false;
  let queue: Promise<void> = Promise.resolve();
  const tell = async (notice: Notice): Promise<void> => {
    if (signal.aborted) return;
    const trouble = await tryAgain({ clock, signal }, () => post(notice));
    waiting -= 1;
    if (trouble !== null && !isFailing)
      narrator.warn(`a notice could not be posted to the address in ${variable}: ${trouble.message}`);
    isFailing = trouble !== null;
  };
  const place = (): NoticePlace => ({ title: run.plan.title, run: host.runPage?.() ?? null });
  const enqueue = (notice: Notice | null): void => {
    if (!notice || waiting >= QUEUED) return;
    waiting += 1;
    const masked = run.ports.mask(notice);
    queue = queue.then(() => tell(masked));
  };
  const at = new Date(clock.now()).toISOString();
  enqueue(startNotice({ milestone: run.plan.id, agents: run.options.agents, at }, place()));
  return {
    observe: event => enqueue(noticeOf(event, place())),
    async close() {
      // Neither a timer nor a request is left behind: the process would live on for their sake.
      const cancel = clock.after(CLOSING_MS, () => stop.abort());
      await queue;
      cancel();
    },
  };
}

async function tryAgain(
  { clock, signal }: { clock: Clock; signal: AbortSignal },
  attempt: () => Promise<PostFailure | null>,
): Promise<PostFailure | null> {
  for (const wait of BACKOFF_MS) {
    const trouble = await attempt();
    if (trouble === null || !trouble.passing || signal.aborted) return trouble;
    await new Promise<void>(resolve => {
      const cancel = clock.after(wait, resolve);
      signal.addEventListener("abort", () => {
        cancel();
        resolve();
      });
    });
    if (signal.aborted) return trouble;
  }
  return attempt();
}
