import { checkTemplate } from "../../milestone/brief/template.ts";
import { Findings, spanAt } from "../../milestone/diagnostic/findings.ts";
import { paths } from "../../milestone/names.ts";
import { PHASES } from "../../milestone/phase.ts";
import type { Plan, Prerequisite } from "../../milestone/plan/plan.ts";
import type { State } from "../../milestone/session/state.ts";
import { readYaml } from "../../milestone/yaml/read.ts";
import { renderedIn } from "../plan/plan-source.ts";
import type { Oid, Ports, Repository } from "../ports.ts";
import { type Complaint, complaintOf } from "../refusal.ts";
import { handsOut, type RunOptions } from "../run/run-context.ts";
import { checkAgents } from "./agent-programs.ts";
import { type Basis, caseTwins, placeOf } from "./basis.ts";
import { checkPrerequisite } from "./machine-needs.ts";
import { checkCycle, checkRequired } from "./required-milestones.ts";

/**
 * Everything that must hold before anything is changed; all failures are reported together. `mayStart`: services that
 * do not answer may be started.
 */
export async function checkPrerequisites(
  ports: Ports,
  options: RunOptions,
  basis: Basis,
  { mayStart }: { mayStart: boolean },
): Promise<Complaint[]> {
  const { plan } = basis.reading;
  const before = basis.located.history?.state ?? null;
  const lacks = ports.host.lacks?.() ?? [];
  if (lacks.length > 0) return lacks;
  const runsHere = !handsOut({ ports, plan, options });
  const parts = [
    // First, as commands of the plan's may be tried below.
    runsHere ? await checkIsolation(ports, options, plan) : [],
    checkStatus(basis),
    await caseTwins(ports, basis),
    options.forceDependencies ? [] : await checkRequired(ports, basis),
    await checkCycle(ports, basis),
    ...(runsHere ? await checkMachine(ports, basis, { mayStart, before }) : []),
    await checkPromptTemplates(ports.repository, basis.located.tip ?? basis.base.commit),
    checkOptions(options),
  ];
  return parts.flat();
}

/** What the machine that does the phases needs. */
async function checkMachine(
  ports: Ports,
  basis: Basis,
  { mayStart, before }: { mayStart: boolean; before: State | null },
): Promise<Complaint[][]> {
  return [
    await checkAgents(ports, basis.reading.plan, {
      before,
      commit: basis.located.tip ?? basis.base.commit,
      asksLogin: mayStart,
    }),
    ...(await checkNeeds(ports, basis, mayStart)),
    await checkSubmodules(ports, basis),
  ];
}

/** Where a phase moved a submodule, the phases after it are to find its files, not an empty folder. */
async function checkSubmodules(
  { repository }: Ports,
  { reading, located, base }: Basis,
): Promise<Complaint[]> {
  const { tip } = located;
  if (!reading.plan.moveSubmodules || tip === null) return [];
  const problems = (await repository.movedSubmodules?.({ base: base.commit, tip })) ?? [];
  return problems.map(message => ({
    message,
    remedy: "push the commit to a branch of the submodule's own repository, then start again",
  }));
}

/** The same where a machine does a single attempt. */
export async function checkWorker(ports: Ports, options: RunOptions, basis: Basis): Promise<Complaint[]> {
  const isolation = await checkIsolation(ports, options, basis.reading.plan);
  const parts = await checkMachine(ports, basis, { mayStart: true, before: null });
  return [...isolation, ...parts.flat()];
}

/** On a runner nothing that could do harm runs beside the token; a person is warned once. */
export async function checkIsolation(ports: Ports, options: RunOptions, plan: Plan): Promise<Complaint[]> {
  const found = await ports.host.isolation?.(plan.isolation);
  if (!found || !("why" in found)) return [];
  if (plan.isolation === "none") {
    if (options.onRunner) ports.narrator.warn(`isolation: none: ${EXPOSED}`);
    return [];
  }
  const message = `there is no sandbox on this machine (${found.why}): ${EXPOSED}`;
  const key = givesAgentsKeys(plan, ports.host);
  if (plan.isolation === "strict" || (options.onRunner && (key || ports.remote))) {
    const why = key ? "an agent has a key here" : "the run pushes";
    const reason = plan.isolation === "strict" ? "isolation: strict asks for one" : why;
    return [{ message: `${message}; ${reason}`, remedy: NO_SANDBOX }];
  }
  ports.narrator.warn(message);
  return [];
}

const EXPOSED = "what runs for this milestone can see and change the engine's files and other agents' work";
const NO_SANDBOX =
  "let the runner's user use sudo without a password, or install bubblewrap (apt-get install bubblewrap) where user namespaces are allowed; `isolation: none` in .milestones/config.yaml on the base branch goes on without";

function givesAgentsKeys(plan: Plan, host: Ports["host"]): boolean {
  const executors = plan.tasks.flatMap(task => task.phases.map(phase => phase.executor));
  return executors.some(executor => {
    if (executor.kind !== "agent") return false;
    const names = [executor.profile, ...executor.fallback];
    const given = names.flatMap(name => Object.entries({ ...plan.profiles[name]?.env, ...executor.env }));
    return given.some(([name, value]) => value !== null || host.env(name));
  });
}

function checkOptions(options: RunOptions): Complaint[] {
  if (Number.isInteger(options.agents) && options.agents >= 1 && options.agents <= 64) return [];
  return [{ message: `agents is ${options.agents}`, remedy: "give a whole number from 1 to 64" }];
}

/** Never from completed or cancelled; a file that says so without a branch that says so is bad input. */
function checkStatus({ located, reading, file }: Basis): Complaint[] {
  const before = located.history?.state;
  const { id, status } = reading.plan;
  if (before?.activatedAt) {
    if (before.status !== "cancelled") return [];
    return [{ message: `the milestone "${id}" was cancelled`, remedy: NEVER_AGAIN }];
  }
  if (status === "cancelled") {
    return [statusComplaint(reading, file, `the milestone "${id}" was cancelled`, NEVER_AGAIN)];
  }
  if (status !== "completed") return [];
  const message = `the milestone file says that "${id}" is completed, but no branch milestone/${id} says so`;
  return [statusComplaint(reading, file, message, "set its status to planned to run it")];
}

const NEVER_AGAIN = "a cancelled milestone is over; copy it to a new id to do the work after all";

/** At the line that says the status. */
function statusComplaint(
  { source }: Basis["reading"],
  file: Basis["file"],
  message: string,
  remedy: string,
): Complaint {
  const findings = new Findings(source);
  const yaml = readYaml(source.text);
  const span = yaml.ok ? spanAt(yaml.root, source.key("status")) : { start: 0, end: 0 };
  findings.error(span, { code: "bad-value", message, remedy });
  const finding = findings.errors[0]!;
  return { ...complaintOf(finding), rendered: renderedIn(file, finding) };
}

/** What is installed or made comes first, one after the other: later needs may build on it. */
async function checkNeeds(ports: Ports, basis: Basis, mayStart: boolean): Promise<Complaint[][]> {
  const { prerequisites } = basis.reading.plan;
  const complaints = new Map<number, Complaint[]>();
  const check = async (at: number) => complaints.set(at, await checkNeed(ports, basis, { at, mayStart }));
  const makes = ({ kind, ...rest }: Prerequisite) =>
    kind === "data" || ("install" in rest && rest.install !== undefined);
  for (const [at, need] of prerequisites.entries()) if (makes(need)) await check(at);
  await Promise.all([...prerequisites.keys()].filter(at => !complaints.has(at)).map(check));
  return prerequisites.map((_, at) => complaints.get(at)!);
}

/** One need of the plan's, placed where the milestone's own file names it (config.yaml may name them instead). */
async function checkNeed(
  ports: Ports,
  basis: Basis,
  { at, mayStart }: { at: number; mayStart: boolean },
): Promise<Complaint[]> {
  const complaints = await checkPrerequisite(ports, basis.reading.plan.prerequisites[at]!, {
    mayStart,
    env: basis.reading.plan.env,
  });
  if (complaints.length === 0) return [];
  const place = placeOf(basis, "prerequisites", at);
  return complaints.map(complaint => ({ ...complaint, ...place }));
}

/** Every variable in `.milestones/prompts/<phase>.md` that does not exist, before an agent would meet it. */
export async function checkPromptTemplates(repository: Repository, commit: Oid): Promise<Complaint[]> {
  const found = await Promise.all(
    PHASES.map(async phase => {
      const file = paths.prompt(phase);
      const text = (await repository.readFile(commit, file))?.toString("utf8") ?? "";
      return checkTemplate(text).map(({ line, message, remedy }) => ({ message, remedy, file, line }));
    }),
  );
  return found.flat();
}
