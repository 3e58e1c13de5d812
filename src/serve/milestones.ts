import { statSync } from "node:fs";
import { join } from "node:path";
import { listCommand } from "../commands/list-command.ts";
import { type LiveMilestone, ownerHere, readLiveMilestone } from "../commands/live-state.ts";
import { documentsOf, pageFacts } from "../commands/page-facts.ts";
import { runOptions } from "../commands/run-command.ts";
import type { LogEntry } from "../engine/attempt-logs/log-names.ts";
import { listLogs } from "../engine/attempt-logs/log-store.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import { branchRef } from "../milestone/names.ts";
import type { Person } from "../milestone/session/event.ts";
import { isOnGitHub, plannedState } from "../milestone/session/state.ts";
import type { ListedMilestone } from "../milestone/view/html/milestone-list.ts";
import type { Live, PageData, ShownLog } from "../milestone/view/html/page-data.ts";
import { buildReport } from "../milestone/view/report-data.ts";
import { RemoteMirror } from "./remote-mirror.ts";

/** Opens the repository for one milestone, or ("") for none. What it answers is closed by the caller. */
export type OpenMachine = (
  milestone: string,
  way: { push: boolean; readsOnly?: boolean },
) => Promise<Machine>;

/** A milestone as it stands at one moment. */
export interface Look {
  page: PageData;
  /** The engine's process on this machine; null: none. */
  pid: number | null;
}

/** Reads the milestones of a repository for the page. Nothing is kept between two looks, so that none is ever stale. */
export class Milestones {
  readonly #open: OpenMachine;
  readonly #by: Person;

  /** What the remote has, looked at every few seconds. */
  readonly remote: RemoteMirror;

  constructor(open: OpenMachine, by: Person) {
    this.#open = open;
    this.#by = by;
    this.remote = new RemoteMirror(() => open("", { push: true, readsOnly: true }));
  }

  list(): Promise<ListedMilestone[]> {
    return this.#with("", async machine => (await listCommand(machine)).json as ListedMilestone[]);
  }

  /** @throws Refusal when there is none, or it cannot be read */
  look(milestone: string): Promise<Look> {
    return this.#with(milestone, async (machine, options) => {
      const live = await readLiveMilestone(machine, options);
      return { page: await this.#page(machine, live), pid: ownerHere(machine, live.state) };
    });
  }

  /** @throws Refusal when there is none, or it cannot be read */
  task(milestone: string, task: string) {
    return this.#with(milestone, async (machine, options) => {
      const live = await readLiveMilestone(machine, options);
      const page = await this.#page(machine, live);
      const documents = await documentsOf(machine, live, { task, differences: true });
      const folder = logFolder(machine, live);
      const logs = folder === null ? [] : listLogs(folder).filter(log => isOfTask(log, task));
      return { page, documents, logs: logs.slice(-MOST_LOGS).map(shownLog) };
    });
  }

  /** Path of a log that `task` told of; null: there is none. */
  logPath(milestone: string, key: string): Promise<string | null> {
    return this.#with(milestone, async (machine, options) => {
      const folder = logFolder(machine, await readLiveMilestone(machine, options));
      const found = folder === null ? undefined : listLogs(folder).find(log => log.file === key);
      return found ? join(folder!, found.file) : null;
    });
  }

  /** Changes when anything that is shown may have: a branch, the checkout's commit, or a milestone's file. */
  async stamp(machine: Machine, milestone: string | null): Promise<string> {
    const { repository } = machine.ports;
    this.remote.refresh();
    const names = await machine.workingNames(".milestones/active");
    const ids = names.filter(n => n.endsWith(".yaml")).map(n => n.slice(0, -".yaml".length));
    const refs = [...new Set([...ids, ...(milestone === null ? [] : [milestone])])].map(branchRef);
    const tips = await Promise.all(["HEAD", ...refs].map(ref => repository.resolve(ref)));
    const times = names.map(n => timeOf(join(machine.root, ".milestones/active", n)));
    return JSON.stringify([tips, names, times, this.remote.stamp]);
  }

  async #page(machine: Machine, live: LiveMilestone): Promise<PageData> {
    const page = await pageOf(machine, live);
    return {
      ...page,
      live: { ...page.live!, remote: this.remote.seen, isOnGitHub: isOnGitHub(live.state) },
    };
  }

  async #with<T>(milestone: string, work: (machine: Machine, options: RunOptions) => Promise<T>): Promise<T> {
    const opened = await this.#open(milestone, { push: false });
    const machine = { ...opened, ports: { ...opened.ports, remote: this.remote.port } };
    try {
      const command: Command = {
        name: "status",
        milestone: milestone || null,
        reason: "",
        flags: {},
      } as Command;
      const options = runOptions(command, {
        onRunner: false,
        by: this.#by,
        automatic: false,
        askedFor: true,
      });
      return await work(machine, options);
    } finally {
      await machine.close();
    }
  }
}

/** Logs of a task that are offered; of more the newest. */
const MOST_LOGS = 40;

async function pageOf(machine: Machine, live: LiveMilestone): Promise<PageData> {
  const { plan, activities } = live;
  const state = live.state.activatedAt ? live.state : plannedState(plan);
  const now = machine.ports.clock.now();
  return {
    report: buildReport({ plan, state, history: await live.history(), activities, now }),
    plan,
    state,
    ...(await pageFacts(machine, live)),
    live: { engine: await engineOf(machine, live), remote: null, isOnGitHub: false },
  };
}

async function engineOf({ ports }: Machine, { state }: LiveMilestone): Promise<Live["engine"]> {
  const { lease } = state;
  if (!lease) return "none";
  const alive = await ports.host.isAlive(lease);
  if (alive === "dead") return "none";
  return alive === "alive" ? "here" : "elsewhere";
}

function logFolder({ ports }: Machine, { state }: LiveMilestone): string | null {
  return ports.logs && state.session ? join(ports.logs.root, state.session.id) : null;
}

function isOfTask({ subject }: LogEntry, task: string): boolean {
  return "task" in subject && subject.task === task;
}

function shownLog({ subject, number, file, bytes }: LogEntry): ShownLog {
  const check = subject.kind === "check" ? `, check ${number}` : "";
  const name = "task" in subject ? `${subject.phase} #${subject.attempt}${check}` : file;
  return { name, key: file, bytes };
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
