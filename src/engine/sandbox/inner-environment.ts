import { MARKER_VARIABLE } from "../process/process-marks.ts";
import { quoted } from "./stage.ts";

/** Names that a shell can take from its environment and hand on. */
const SHELL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Of these bash makes variables that cannot be set; none of them means anything to a loader. */
const UNSETTABLE = new Set(["UID", "EUID", "PPID", "BASHOPTS", "SHELLOPTS", "BASH_VERSINFO", "_"]);

export interface Carried {
  /** For the programs that prepare the sandbox: nothing in it that could steer them. */
  outer: Record<string, string>;
  /** A shell command that puts the program's own variables in place and becomes the program in its arguments. */
  last: string;
}

/**
 * A plan may set any variable, `LD_PRELOAD` and `PATH` among them, and what prepares the sandbox has rights. So the
 * program's variables travel under names without a meaning, never in an argument list, which others could read.
 * @param defaultSignals puts back the signals that the programs before it leave unheeded
 */
export function carry(env: Readonly<Record<string, string>>, path: string, defaultSignals = false): Carried {
  const outer: Record<string, string> = { PATH: path };
  const assignments: string[] = [];
  const others: string[] = [];
  const carried: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if (name === MARKER_VARIABLE) outer[name] = value;
    if (UNSETTABLE.has(name)) continue;
    const alias = `_milestone_${carried.length}`;
    outer[alias] = value;
    carried.push(alias);
    if (SHELL_NAME.test(name)) assignments.push(`${name}=$${alias}`);
    else others.push(`${quoted(`${name}=`)}"$${alias}"`);
  }
  const names = assignments.map(each => each.slice(0, each.indexOf("=")));
  const viaEnv = others.length > 0 || defaultSignals;
  const env_ = defaultSignals ? "/usr/bin/env --default-signal=TERM,INT,HUP " : "/usr/bin/env ";
  const last = [
    // Left behind by the change to the working directory.
    "unset OLDPWD",
    ...(env.PATH === undefined ? ["unset PATH"] : []),
    ...(names.length > 0 ? [`export ${names.join(" ")}`, assignments.join(" ")] : []),
    // What no shell variable can be called comes as an argument that this very process takes away again.
    ...(others.length > 0 ? [`set -- ${others.join(" ")} "$@"`] : []),
    ...(carried.length > 0 ? [`unset ${carried.join(" ")}`] : []),
    `exec ${viaEnv ? env_ : ""}"$@"`,
  ].join("\n");
  return { outer, last };
}
