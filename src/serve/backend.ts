import { statSync } from "node:fs";
import { followLog } from "../engine/attempt-logs/follow-log.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import type { Redactor } from "../engine/output/redact.ts";
import { Refusal } from "../engine/refusal.ts";
import type { Person } from "../milestone/session/event.ts";
import { taskDrawer } from "../milestone/view/html/drawer.ts";
import { firstOf, listHtml, troubleHtml } from "../milestone/view/html/milestone-list.ts";
import { type PagePart, pageParts } from "../milestone/view/html/page.ts";
import { pressButton } from "./button.ts";
import { type Look, Milestones, type OpenMachine } from "./milestones.ts";
import type { PageBackend, PageNews } from "./page-server.ts";

/** How often it is looked whether anything changed (ms): a look at a few refs. */
const LOOK_MS = 1_000;
/** Changes that come together are shown together (ms). */
const GATHER_MS = 150;
/** Times as long as it took to read the milestone until it is read again. */
const REST = 2;
/** Times on the page ("for 3m 12s") are brought up to date after this time (ms), where somebody is at work. */
const TICK_MS = 10_000;
/** Of a long log the newest is shown (bytes). */
const MOST_LOG = 400_000;

export interface BackendOptions {
  repository: string;
  open: OpenMachine;
  by: Person;
  redactor: Redactor;
}

/** The page's other side: reads milestones for it, follows them, and gives their engines what buttons say. */
export function pageBackend({ repository, open, by, redactor }: BackendOptions): PageBackend {
  const milestones = new Milestones(open, by);
  /** Called when a command was carried out, so that its page need not wait for the next look. */
  const waiting = new Set<() => void>();
  return {
    repository,
    follow: (milestone, tell, signal) =>
      follow({ milestones, open, waiting, redactor }, { milestone, tell, signal }),
    async task(milestone, task) {
      try {
        const { page, ...files } = await milestones.task(milestone, task);
        return redactor.redact(taskDrawer(page, task, files)) || null;
      } catch (error) {
        if (error instanceof Refusal) return null;
        throw error;
      }
    },
    async log(milestone, key, tell, signal) {
      const path = await milestones.logPath(milestone, key).catch(nothingRefused);
      if (path === null) return false;
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      await followLog(path, text => tell(redactor.redact(text)), signal, Math.max(0, size - MOST_LOG));
      return true;
    },
    async command(milestone, line, reason) {
      const answer = await pressButton({ open, by }, { milestone, line, reason });
      for (const wake of waiting) wake();
      return { ...answer, text: redactor.redact(answer.text) };
    },
  };
}

function nothingRefused(error: unknown): null {
  if (error instanceof Refusal) return null;
  throw error;
}

interface FollowedMilestones {
  milestones: Milestones;
  open: OpenMachine;
  waiting: Set<() => void>;
  redactor: Redactor;
}

interface Follower {
  milestone: string | null;
  tell: (news: PageNews) => void;
  signal: AbortSignal;
}

/** Tells what changed since the last time, part by part. */
async function follow(at: FollowedMilestones, { milestone, tell, signal }: Follower): Promise<void> {
  const sent = new Map<string, string>();
  const root = await at.open("", { push: false });
  try {
    for (let before = ""; !signal.aborted; ) {
      const began = performance.now();
      const stamp = await at.milestones.stamp(root, milestone);
      if (stamp !== before) await tellList(at, sent, tell);
      before = stamp;
      const look = milestone === null ? null : await shown(at, milestone);
      if (look) tellParts(look, sent, tell);
      // A large milestone takes a while to read: that is never more than a part of the time.
      const gather = Math.max(GATHER_MS, (performance.now() - began) * REST);
      await nextChange(at, { root, milestone, stamp, pid: look?.pid ?? null, signal, gather });
    }
  } finally {
    await root.close();
  }
}

/** The list is made of the branches and files of which the stamp tells. */
async function tellList(
  { milestones, redactor }: FollowedMilestones,
  sent: Map<string, string>,
  tell: Follower["tell"],
): Promise<void> {
  const list = await milestones.list();
  const html = redactor.redact(listHtml(list));
  if (sent.get("list") === html) return;
  sent.set("list", html);
  tell({ event: "list", html, first: firstOf(list) });
}

interface Shown {
  title: string;
  parts: PagePart[];
  pid: number | null;
}

/** What cannot be read is said in the milestone's place, with what mends it. */
async function shown({ milestones, redactor }: FollowedMilestones, milestone: string): Promise<Shown> {
  try {
    const { page, pid }: Look = await milestones.look(milestone);
    const { dashboard } = page.report;
    const title = redactor.redact(`${dashboard.percentage} % ${dashboard.milestone.title}`);
    const parts = pageParts(page).map(({ id, html }) => ({ id, html: redactor.redact(html) }));
    return { title, parts, pid };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const html = redactor.redact(troubleHtml(milestone, error.complaints));
    return { title: milestone, parts: [{ id: "part-hero", html }], pid: null };
  }
}

function tellParts({ title, parts }: Shown, sent: Map<string, string>, tell: Follower["tell"]): void {
  const changed = parts.filter(({ id, html }) => sent.get(id) !== html);
  const order = parts.map(part => part.id);
  for (const id of [...sent.keys()]) if (id.startsWith("part-") && !order.includes(id)) sent.delete(id);
  for (const { id, html } of changed) sent.set(id, html);
  const whole = order.join(" ");
  if (changed.length === 0 && sent.get("order") === whole) return;
  sent.set("order", whole);
  tell({ event: "parts", title, order, parts: changed });
}

/** Settles soon after anything changed: a ref or a file, what a running engine tells, or a command given here. */
async function nextChange(
  { milestones, waiting }: FollowedMilestones,
  at: {
    root: Machine;
    milestone: string | null;
    stamp: string;
    pid: number | null;
    signal: AbortSignal;
    /** How long changes are gathered (ms). */
    gather: number;
  },
): Promise<void> {
  const look = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let poll: NodeJS.Timeout | undefined;
  await new Promise<void>(resolve => {
    const soon = (): void => {
      timer ??= setTimeout(resolve, at.gather);
    };
    waiting.add(soon);
    look.signal.addEventListener("abort", () => waiting.delete(soon));
    at.signal.addEventListener("abort", () => resolve(), { once: true });
    if (at.signal.aborted) resolve();
    const until = performance.now() + (at.pid === null ? TICK_MS * 6 : TICK_MS);
    const again = async (): Promise<void> => {
      if (performance.now() > until || (await milestones.stamp(at.root, at.milestone)) !== at.stamp) soon();
      else if (!look.signal.aborted) poll = setTimeout(() => void again().catch(soon), LOOK_MS);
    };
    poll = setTimeout(() => void again().catch(soon), LOOK_MS);
    if (at.pid === null) return;
    let told = 0;
    const watching = at.root.ports.inbox?.watch(at.pid, {
      signal: look.signal,
      told: () => {
        told += 1;
        // The first is how it stands already.
        if (told > 1) soon();
      },
    });
    // The engine has ended, or is too old to be listened to.
    void watching?.then(heard => heard && soon()).catch(() => undefined);
  });
  look.abort();
  clearTimeout(timer);
  clearTimeout(poll);
}
