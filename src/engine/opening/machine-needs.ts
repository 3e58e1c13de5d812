import type { Plan, Prerequisite } from "../../milestone/plan/plan.ts";
import { satisfies } from "../../milestone/plan/version.ts";
import type { Ports } from "../ports.ts";
import type { Complaint } from "../refusal.ts";

/**
 * Whether the machine has what the plan says it needs: a tool, a variable, a command that succeeds, a service.
 * `mayStart`: a service that does not answer may be started.
 */
export async function checkPrerequisite(
  ports: Ports,
  wanted: Prerequisite,
  { mayStart, env }: { mayStart: boolean; env: Plan["env"] },
): Promise<Complaint[]> {
  switch (wanted.kind) {
    case "tool":
      return checkTool(ports, wanted.tool, wanted.version);
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
    default:
      return wanted satisfies never;
  }
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
