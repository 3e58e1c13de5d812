import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Machine } from "../engine/machine/open-machine.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import type { Command } from "../milestone/command/command.ts";
import { paths } from "../milestone/names.ts";
import type { Phase } from "../milestone/phase.ts";
import type { State } from "../milestone/session/state.ts";
import { sanitise } from "../milestone/text/sanitise.ts";
import { readLiveMilestone } from "./live-state.ts";
import { EXIT, type Outcome } from "./outcome.ts";

/** More of one document is read in an editor. */
const MOST_CHARS = 200_000;

/** The documents of a phase as they are on the branch, or what changed in them since they were last approved. @throws Refusal */
export async function showCommand(machine: Machine, options: RunOptions, command: Command): Promise<Outcome> {
  const { state, tip } = await readLiveMilestone(machine, options);
  const { task, phase } = command.target!;
  const at = state.tasks.get(task)?.phases.get(phase!);
  if (!at || !tip)
    return refuse(`${task}/${phase} has left nothing yet`, `milestone why ${options.milestone} ${task}`);
  const folder = paths.deliverables(options.milestone, task, phase!);
  const files = at.deliverables.map(d => d.path);
  if (files.length === 0)
    return refuse(
      `${task}/${phase} has left no documents`,
      `milestone logs ${options.milestone} ${task}/${phase} has its output`,
    );
  const documents = await Promise.all(
    files.map(async path => {
      const bytes = await machine.ports.repository.readFile(tip, path);
      return { path, text: bytes ? sanitise(bytes.toString("utf8")).slice(0, MOST_CHARS) : null };
    }),
  );
  const text = command.flags.diff
    ? await differences(machine, { state, tip, task, phase: phase!, files })
    : documents
        .map(d => `==> ${d.path.slice(folder.length + 1)} <==\n${d.text ?? "(gone from the branch)"}`)
        .join("\n");
  return { status: null, exitCode: EXIT.ok, text, json: { task, phase, documents }, outputs: {} };
}

interface ReviewedPhase {
  state: State;
  tip: string;
  task: string;
  phase: Phase;
}

/** The documents as the newest earlier approval or request of this phase was about them; null: there is none. */
function lookedAt({ state, task, phase }: ReviewedPhase): { path: string; blob: string }[] | null {
  const asked = [...state.approvals.values()].filter(a => a.task === task && a.phase === phase);
  const open = asked.at(-1)?.status === "open" ? asked.at(-1) : undefined;
  return asked.findLast(a => a !== open && a.deliverables.length > 0)?.deliverables ?? null;
}

async function differences(machine: Machine, at: ReviewedPhase & { files: string[] }): Promise<string> {
  const before = lookedAt(at);
  if (!before)
    return `${at.task}/${at.phase} was not approved or asked about before; milestone show prints it whole`;
  const paths = [...new Set([...before.map(d => d.path), ...at.files])];
  const parts = await Promise.all(paths.map(path => documentDifference(machine, at, path)));
  return parts.filter(Boolean).join("\n") || "nothing changed since it was last asked about";
}

/** What changed in one document since it was last looked at; null: nothing, or nobody looked at it. */
export async function documentDifference(
  machine: Machine,
  at: ReviewedPhase,
  path: string,
): Promise<string | null> {
  const before = lookedAt(at);
  if (!before) return null;
  const old = before.find(d => d.path === path)?.blob;
  const now = (await machine.ports.repository.entry(at.tip, path))?.oid;
  return old === now ? null : blobDiff(machine.root, { path, old, now });
}

async function blobDiff(
  root: string,
  { path, old, now }: { path: string; old: string | undefined; now: string | undefined },
): Promise<string> {
  if (!old || !now) return `${path}: ${old ? "gone" : "new"} since then`;
  const args = [
    "--no-pager",
    "-c",
    "diff.external=",
    "diff",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    old,
    now,
  ];
  const { stdout } = await promisify(execFile)("git", args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  return sanitise(stdout.replaceAll(old, path).replaceAll(now, path));
}
