import type { Plan, Prerequisite } from "../../milestone/plan/plan.ts";
import { satisfies } from "../../milestone/plan/version.ts";
import type { CommandOutcome, Ports } from "../ports.ts";
import type { Complaint } from "../refusal.ts";

/** What installs a tool or makes data takes its time (ms). */
const PREPARE_TIMEOUT_MS = 1_800_000;

/**
 * Whether the machine has what the plan says it needs: a tool, a variable, a command that succeeds, a service, data.
 * `mayStart`: a service that does not answer may be started, a missing tool installed, missing data made.
 */
export async function checkPrerequisite(
  ports: Ports,
  wanted: Prerequisite,
  { mayStart, env }: { mayStart: boolean; env: Plan["env"] },
): Promise<Complaint[]> {
  switch (wanted.kind) {
    case "tool":
      return checkOrInstall(ports, wanted, { mayStart, env });
    case "env":
      if (ports.host.env(wanted.env)) return [];
      return [
        {
          message: `the environment variable ${wanted.env} is not set`,
          remedy: "set it, in a workflow with `env:` from a secret",
        },
      ];
    case "command": {
      const outcome = await ports.host.probe(wanted.command, env);
      if (outcome.ok) return [];
      return [
        {
          message: `the prerequisite command failed with exit ${outcome.exit ?? "by a signal"}: ${wanted.command}`,
          remedy:
            outcome.tail.trim().split("\n").at(-1) ||
            "it printed nothing; run it by hand to see what it needs",
        },
      ];
    }
    case "service":
      return checkService(ports, wanted, { mayStart, env });
    case "data":
      return checkData(ports, wanted, { mayStart, env });
    default:
      return wanted satisfies never;
  }
}

/** What a prerequisite is called in the log. */
export function prerequisiteName(wanted: Prerequisite): string {
  switch (wanted.kind) {
    case "tool":
      return `tool ${wanted.tool}${wanted.version === undefined ? "" : ` ${wanted.version}`}`;
    case "service":
      return `service ${wanted.service}`;
    case "env":
      return `variable ${wanted.env}`;
    case "command":
      return `command ${wanted.command}`;
    case "data":
      return `data ${wanted.check}`;
    default:
      return wanted satisfies never;
  }
}

/** A tool that a run would install is not missing. */
async function checkOrInstall(
  ports: Ports,
  { tool, version, install }: Extract<Prerequisite, { kind: "tool" }>,
  { mayStart, env }: { mayStart: boolean; env: Plan["env"] },
): Promise<Complaint[]> {
  const missing = await checkTool(ports, tool, version);
  if (missing.length === 0 || install === undefined) return missing;
  if (!mayStart) return [];
  ports.narrator.note("basic", `installing ${tool}: ${install}`);
  const outcome = await ports.host.probe(install, env, PREPARE_TIMEOUT_MS);
  const [still] = await checkTool(ports, tool, version);
  return still ? [{ message: still.message, remedy: failedTo(install, outcome) }] : [];
}

async function checkData(
  ports: Ports,
  { check, prepare }: Extract<Prerequisite, { kind: "data" }>,
  { mayStart, env }: { mayStart: boolean; env: Plan["env"] },
): Promise<Complaint[]> {
  if (!mayStart || (await ports.host.probe(check, env)).ok) return [];
  ports.narrator.note("basic", `preparing data: ${prepare}`);
  const outcome = await ports.host.probe(prepare, env, PREPARE_TIMEOUT_MS);
  if ((await ports.host.probe(check, env)).ok) return [];
  return [{ message: `the data are not there: ${check}`, remedy: failedTo(prepare, outcome) }];
}

function failedTo(command: string, { ok, exit, tail }: CommandOutcome): string {
  const said = tail.trim().split("\n").at(-1);
  const how = ok ? "ended well but did not help" : exit === null ? "was ended" : `failed with exit ${exit}`;
  return `\`${command}\` ${how}${said ? `: ${said}` : ""}; run it by hand to see what it needs`;
}

async function checkTool(ports: Ports, name: string, range: string | undefined): Promise<Complaint[]> {
  const tool = await ports.host.tool(name, { version: range !== undefined });
  if (!tool.found)
    return [{ message: `the tool "${name}" is not installed`, remedy: "install it before the run" }];
  if (range === undefined) return [];
  if (tool.version === null) {
    return [
      {
        message: `the version of "${name}" is unknown: it does not answer --version`,
        remedy: `${range} is needed`,
      },
    ];
  }
  if (satisfies(tool.version, range)) return [];
  return [{ message: `the tool "${name}" is version ${tool.version}`, remedy: `install a version ${range}` }];
}

/** A failing service is started, then replaced by its alternative, before it counts as missing. */
async function checkService(
  ports: Ports,
  wanted: Extract<Prerequisite, { kind: "service" }>,
  { mayStart, env }: { mayStart: boolean; env: Plan["env"] },
): Promise<Complaint[]> {
  if ((await ports.host.probe(wanted.check, env)).ok) return [];
  if (!mayStart) return [notAnswering(wanted, wanted.start ? "a run would start it first" : "start it")];
  const starts = [wanted.start, wanted.alternative].filter(start => start !== undefined);
  for (const start of starts) {
    await ports.host.probe(start, env);
    if ((await ports.host.probe(wanted.check, env)).ok) return [];
  }
  const tried = starts.map(start => `\`${start}\``).join(" and then ");
  return [notAnswering(wanted, tried ? `${tried} did not bring it up; start it by hand` : "start it")];
}

function notAnswering({ service, check }: { service: string; check: string }, remedy: string): Complaint {
  return { message: `the service "${service}" does not answer: ${check}`, remedy };
}
