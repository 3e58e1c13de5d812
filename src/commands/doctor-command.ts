import type { Machine } from "../engine/machine/open-machine.ts";
import { accessOf, profilesNeeded } from "../engine/opening/agent-programs.ts";
import { readBasis } from "../engine/opening/basis.ts";
import { checkPrerequisites } from "../engine/opening/prerequisites.ts";
import { atCommit, loadPlan, type PlanFile, requireValid } from "../engine/plan/plan-source.ts";
import type { Oid, Workspace } from "../engine/ports.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { paths } from "../milestone/names.ts";
import { readGitHubConfig } from "../milestone/plan/github-config.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { duration } from "../milestone/view/figures.ts";
import { EXIT, type Outcome } from "./outcome.ts";
import { runnersFindings } from "./runners-findings.ts";

/** Lines of a failed command that are shown. */
const TAIL_LINES = 20;

interface DoctorFinding {
  /** What was looked at. */
  about: string;
  state: "ok" | "warning" | "missing";
  text: string;
  /** The command or edit that mends it. */
  remedy?: string;
}

/** Stands in for a milestone where none is named, so that the configuration alone is tried. */
const CONFIG_ALONE: PlanFile = {
  path: paths.milestone("doctor"),
  shelf: "active",
  text: "id: doctor\ntasks:\n  doctor: 'true'\n",
};

/**
 * Tries what a run of the milestone would need, and runs set-up and tests once in a fresh tree. Nothing is committed, and
 * no agent is started. @throws Refusal for bad input
 */
export async function doctorCommand(machine: Machine, options: RunOptions): Promise<Outcome> {
  const { ports, checkout } = machine;
  ports.runner.prepare();
  const findings: DoctorFinding[] = [];
  const { plan, commit, needs } = await subjectOf(machine, options);
  const lacks = machineFindings(machine);
  findings.push(...lacks, ...needs);
  findings.push(await isolationFinding(machine, plan));
  findings.push(...(await keyFindings(machine, plan)));
  findings.push(await remoteFinding(machine, checkout.base.branch));
  findings.push(...(await workflowFindings(machine, plan)));
  // With less nothing can be run at all.
  if (lacks.every(({ state }) => state === "ok")) findings.push(...(await tried(machine, plan, commit)));
  const isWell = findings.every(({ state }) => state !== "missing");
  return {
    status: null,
    exitCode: isWell ? EXIT.ok : EXIT.failed,
    text: textOf(findings),
    json: { ok: isWell, findings },
    outputs: {},
  };
}

/** What is going to run, and on which commit. */
async function subjectOf(
  { ports, checkout }: Machine,
  options: RunOptions,
): Promise<{ plan: Plan; commit: Oid; needs: DoctorFinding[] }> {
  const { repository } = ports;
  if (options.milestone === "") {
    const read = checkout.working ?? atCommit(repository, checkout.base.commit);
    const { plan } = requireValid(await loadPlan(read, CONFIG_ALONE), CONFIG_ALONE);
    return { plan, commit: checkout.base.commit, needs: [] };
  }
  const basis = await readBasis(ports, options, checkout);
  const at = { plan: basis.reading.plan, commit: basis.located.tip ?? basis.base.commit };
  // Where the machine itself lacks something, the rest is not asked.
  if (ports.host.lacks?.().length) return { ...at, needs: [] };
  const complaints = [
    ...(await checkPrerequisites(ports, options, basis, { mayStart: false })),
    ...((await checkout.complaints?.(Boolean(basis.located.history?.state.activatedAt))) ?? []),
  ];
  const needs = complaints.map(
    ({ message, remedy }): DoctorFinding => ({ about: "needs", state: "missing", text: message, remedy }),
  );
  const fine: DoctorFinding = { about: "needs", state: "ok", text: "tools, services and programs are there" };
  return { ...at, needs: needs.length > 0 ? needs : [fine] };
}

function machineFindings({ ports }: Machine): DoctorFinding[] {
  const lacks = ports.host.lacks?.() ?? [];
  if (lacks.length > 0)
    return lacks.map(({ message, remedy }) => ({
      about: "machine",
      state: "missing",
      text: message,
      remedy,
    }));
  return [{ about: "machine", state: "ok", text: "bash, room on the disk, a folder that runs programs" }];
}

async function isolationFinding({ ports }: Machine, plan: Plan): Promise<DoctorFinding> {
  const about = "sandbox";
  const found = await ports.host.isolation?.(plan.isolation);
  const overlays = (await ports.workspaces.isLayered?.()) ?? false;
  const trees = overlays
    ? "work trees are overlays of one checkout, in which setup runs once"
    : "work trees are folders, and what setup made is copied into them";
  if (found && !("why" in found)) return { about, state: "ok", text: `by ${found.kind}; ${trees}` };
  if (!found || plan.isolation === "none")
    return { about, state: "warning", text: `switched off (isolation: none); ${trees}` };
  const remedy = "install bubblewrap (apt-get install bubblewrap) where user namespaces are allowed";
  return { about, state: "warning", text: `none here (${found.why}); ${trees}`, remedy };
}

/** What is missing is told by the prerequisites. A login is asked for where its program can tell, at no cost. */
async function keyFindings({ ports }: Machine, plan: Plan): Promise<DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  const about = "keys";
  for (const needed of profilesNeeded(plan, null)) {
    const { name, command, loginCheck } = needed.profile;
    const access = accessOf(ports.host, plan, needed);
    if (access.kind === "key")
      findings.push({ about, state: "ok", text: `${name}: ${access.names.join(", ")}` });
    if (access.kind !== "login") continue;
    const files = access.files.map(file => `~/${file}`).join(", ");
    const asked = loginCheck && (await ports.host.probe(loginCheck, {}));
    if (!asked) findings.push({ about, state: "warning", text: `${name}: its own login may be in ${files}` });
    else if (asked.ok) findings.push({ about, state: "ok", text: `${name}: logged in (${loginCheck})` });
    else {
      const text = `${name}: no key is set, and it is not logged in (${loginCheck})`;
      findings.push({ about, state: "missing", text, remedy: `log in with ${command}, or set its key` });
    }
  }
  return findings;
}

async function remoteFinding({ ports }: Machine, branch: string): Promise<DoctorFinding> {
  const about = "remote";
  if (!ports.remote)
    return {
      about,
      state: "warning",
      text: "none, so nothing is pushed",
      remedy: "git remote add origin <url>",
    };
  const answer = await ports.remote.fetch(`refs/heads/${branch}`);
  if (answer.ok) return { about, state: "ok", text: `${branch} can be read (a push was not tried)` };
  const text = `${answer.reason}: ${answer.message}`;
  return { about, state: "missing", text, remedy: `git fetch origin ${branch} has to work here` };
}

async function workflowFindings({ ports, checkout }: Machine, plan: Plan): Promise<DoctorFinding[]> {
  const about = "workflow";
  const base = checkout.base.commit;
  const text = (await ports.repository.readFile(base, paths.githubConfig))?.toString("utf8") ?? "";
  const { config, errors } = readGitHubConfig(text, paths.githubConfig);
  const [wrong] = errors;
  if (wrong) {
    const place = `${paths.githubConfig}:${wrong.line}`;
    return [{ about, state: "missing", text: `${place}: ${wrong.message}`, remedy: wrong.remedy }];
  }
  const path = `.github/workflows/${config.workflow}`;
  const workflow = (await ports.repository.readFile(base, path))?.toString("utf8");
  if (workflow === undefined) {
    const remedy = "milestone init writes it; commit it to the base branch";
    return [{ about, state: "warning", text: `there is no ${path}, so nothing runs on GitHub`, remedy }];
  }
  const found = runnersFindings(workflow, plan).map(
    ({ line, message, remedy, isError }): DoctorFinding => ({
      about,
      state: isError ? "missing" : "warning",
      text: `${path}:${line}: ${message}`,
      remedy,
    }),
  );
  const fine = `${path} (the rules of GitHub's branches were not asked)`;
  return found.length > 0 ? found : [{ about, state: "ok", text: fine }];
}

/** Set-up and tests, once, where no agent has been. */
async function tried({ ports }: Machine, plan: Plan, commit: Oid): Promise<DoctorFinding[]> {
  const workspace = await ports.workspaces.open("doctor");
  await workspace.moveTo(commit);
  const set = await run({ ports }, workspace, { plan, about: "setup", command: plan.setup });
  if (set.state === "missing") return [set];
  await workspace.keepPrepared?.();
  return [set, await run({ ports }, workspace, { plan, about: "tests", command: plan.testCommand })];
}

async function run(
  { ports }: Pick<Machine, "ports">,
  workspace: Workspace,
  { plan, about, command }: { plan: Plan; about: "setup" | "tests"; command: string | undefined },
): Promise<DoctorFinding> {
  const key = about === "setup" ? "setup" : "test_command";
  if (!command) {
    const text = `none; \`${key}:\` in the milestone or in ${paths.config} would be run here`;
    return { about, state: about === "setup" ? "ok" : "warning", text };
  }
  ports.narrator.note("basic", `running ${key} in a fresh work tree: ${command}`);
  const outcome = await ports.runner.command({
    command,
    workspace,
    env: {},
    allow: plan.env,
    timeoutMs: plan.limits.phaseTimeoutMs,
    label: about,
    log: about === "setup" ? { kind: "setup", tree: "doctor" } : { kind: "tests", name: "doctor" },
  }).done;
  if (outcome.ok) return { about, state: "ok", text: `${command} (${duration(outcome.durationMs)})` };
  const tail = outcome.tail.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
  const text = `${command} failed with exit ${outcome.exit ?? "by a signal"}\n${tail}`;
  const remedy = `mend it, or what it needs; it runs in a clean checkout without your shell's variables (\`env:\` hands some on)`;
  return { about, state: "missing", text, remedy };
}

const MARKS = { ok: "✓", warning: "!", missing: "✗" } as const;

function textOf(findings: readonly DoctorFinding[]): string {
  const width = Math.max(...findings.map(({ about }) => about.length));
  return findings
    .map(({ about, state, text, remedy }) => {
      const indent = " ".repeat(width + 4);
      const body = text.replaceAll("\n", `\n${indent}`);
      return `${MARKS[state]} ${about.padEnd(width)}  ${body}${remedy ? `\n${indent}→ ${remedy}` : ""}`;
    })
    .join("\n");
}
