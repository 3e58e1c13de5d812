import type {
  AttemptOutcome,
  AttemptRequest,
  CommandOutcome,
  FileChange,
  Oid,
  Preparations,
  Runner,
  Running,
  Workspace,
  Workspaces,
} from "../../../src/engine/ports.ts";
import { paths } from "../../../src/milestone/names.ts";
import type { Phase } from "../../../src/milestone/phase.ts";
import type { SimProcess } from "./engine.ts";

/** How one attempt goes. */
export interface Script {
  ms: number;
  /** Ends with a failure instead of work. */
  fails?: boolean;
  /** Written beside the deliverable. */
  files?: Record<string, string>;
}

export interface SimRunnerOptions {
  process: SimProcess;
  script: (request: AttemptRequest) => Script;
  /** Told of each attempt as it begins and as it ends, however it ends. */
  began: (request: AttemptRequest) => () => void;
  command: (command: string) => { ms: number; ok: boolean };
}

/** What each phase delivers, whenever and however often it runs. */
export function deliverableText(task: string, phase: Phase): string {
  return `# ${task}\n\nThe ${phase} of ${task} is worked out here.\n`;
}

/** What agents' work trees are, where a setup prepares them; null: there is no setup, and they are the same. */
export type SimTrees = "folder" | "overlay" | null;

/** Work trees without files: what an attempt wrote is all there is in one. */
export class SimWorkspace implements Workspace {
  readonly dir: string;
  isLayered: boolean;
  /** The setup ran in it, or it was given what that made. */
  isSetUp = false;
  wasUsed = false;
  commit: Oid | null = null;
  written: FileChange[] = [];

  constructor(name: string, isLayered: boolean) {
    this.dir = `/sim/${name}`;
    this.isLayered = isLayered;
  }

  markUsed(): void {
    this.wasUsed = true;
  }

  isPrepared(): boolean {
    return this.isLayered || this.isSetUp;
  }

  async keepPrepared(): Promise<void> {}

  beFolder(): void {
    this.isLayered = false;
    this.isSetUp = false;
  }

  async moveTo(commit: Oid): Promise<void> {
    this.commit = commit;
    this.written = [];
  }

  disturb(): void {
    this.written = [];
  }

  async changes(): Promise<{ files: FileChange[]; unsafe: [] }> {
    return { files: [...this.written], unsafe: [] };
  }
}

export function simWorkspaces(process: SimProcess, trees: SimTrees): Workspaces {
  const open = new Map<string, SimWorkspace>();
  const preparations: Preparations = {
    begin: () => process.point(),
    find: async () => null,
    async keep(workspace) {
      await process.point();
      // In every third process nobody can copy what it makes.
      if (process.pid % 3 === 0 || !(workspace as SimWorkspace).isSetUp) return null;
      // The tree itself becomes what others stand upon.
      if (trees === "overlay") open.delete("setup");
      return {};
    },
    async give(workspace) {
      await process.point();
      (workspace as SimWorkspace).isSetUp = true;
      return true;
    },
  };
  return {
    async open(name) {
      await process.point();
      const isLayered = trees === "overlay" && name !== "setup";
      const workspace = open.get(name) ?? new SimWorkspace(name, isLayered);
      open.set(name, workspace);
      return workspace;
    },
    ...(trees === null ? {} : { preparations }),
    isLayered: async () => trees === "overlay",
    fingerprint: async () => "",
    close: async () => undefined,
  };
}

/** Agents that work for the scripted time and always leave the same bytes behind. */
export function simRunner({ process, script, began, command }: SimRunnerOptions): Runner {
  return {
    prepare: () => undefined,
    attempt(request) {
      const { ms, fails, files } = script(request);
      const { plan, task, phase } = request;
      return interruptible(
        process,
        ms,
        async () => {
          await process.point();
          request.onBegun?.();
          return began(request);
        },
        (stopped, durationMs): AttemptOutcome => {
          if (stopped !== null || fails) {
            const message = stopped ?? "it was one of those days";
            return { ok: false, durationMs, type: "task_failure", message, evidence: "", kind: "ordinary" };
          }
          const folder = paths.deliverables(plan.id, task.id, phase.phase);
          const work = { [`${folder}/note.md`]: deliverableText(task.id, phase.phase), ...files };
          (request.workspace as SimWorkspace).written = Object.entries(work).map(([path, text]) => ({
            path,
            mode: "100644",
            content: Buffer.from(text),
          }));
          return { ok: true, durationMs };
        },
      );
    },
    command(request) {
      const { ms, ok } = command(request.command);
      return interruptible(
        process,
        ms,
        async () => () => undefined,
        (stopped, durationMs): CommandOutcome => {
          const isOk = ok && stopped === null;
          if (isOk && request.log.kind === "setup") (request.workspace as SimWorkspace).isSetUp = true;
          return { ok: isOk, exit: isOk ? 0 : 1, durationMs, tail: "", output: "" };
        },
      );
    },
    check: async ({ files, folder }) =>
      files.some(f => f.path === `${folder}/note.md`) ? [] : [{ path: "note.md", message: "it is missing" }],
  };
}

function interruptible<T>(
  process: SimProcess,
  ms: number,
  begin: () => Promise<() => void>,
  end: (stopped: string | null, durationMs: number) => T,
): Running<T> {
  let stopped: string | null = null;
  let wake: () => void = () => undefined;
  const run = async (): Promise<T> => {
    const ended = await begin();
    await new Promise<void>(resolve => {
      wake = resolve;
      if (stopped === null) process.after(ms, resolve);
      else resolve();
    });
    ended();
    return end(stopped, ms);
  };
  return {
    done: run(),
    stop(reason) {
      stopped ??= reason;
      wake();
    },
  };
}
