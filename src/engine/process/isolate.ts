import { runProcess } from "./run-process.ts";

/**
 * A process namespace for an agent: its `/proc` shows its own processes alone, and when the namespace's
 * first process ends, the kernel ends all others in it, however they detached themselves. What works
 * depends on the machine: many forbid it to ordinary users (Ubuntu's AppArmor rule, most containers).
 */
export type Isolation =
  | { kind: "bwrap" | "unshare" }
  /** The reason is for the log: people should know that agents see each other. */
  | { kind: "none"; reason: string };

export interface View {
  /** Folders that the agent may write: its work tree, its home, its temporary folder. */
  writable: readonly string[];
  /** Folders whose content it shall not see: other agents' trees, the engine's state. Only bwrap can hide. */
  hidden: readonly string[];
}

export type IsolationMode = "auto" | "on" | "off";

/**
 * `auto` isolates AI agents on a runner. It leaves `run` commands alone: they are the plan's own words, as
 * trusted as a workflow's steps, and `sudo` does not work inside a user namespace.
 */
export function wantsIsolation(mode: IsolationMode, executor: "run" | "agent", onRunner: boolean): boolean {
  switch (mode) {
    case "on":
      return true;
    case "off":
      return false;
    case "auto":
      return onRunner && executor === "agent";
  }
}

/** Tries what this machine allows, the stronger first; costs two process starts, so ask once. */
export async function detectIsolation(path: string): Promise<Isolation> {
  if (process.platform !== "linux")
    return { kind: "none", reason: `${process.platform} has no process namespaces` };
  const reasons: string[] = [];
  for (const kind of ["bwrap", "unshare"] as const) {
    const argv = isolateArgv({ kind }, ["/bin/sh", "-c", "test $$ -le 9"], { writable: [], hidden: [] });
    const outcome = await runProcess({ argv, cwd: "/", env: { PATH: path }, timeoutMs: 5_000 }).outcome;
    if (outcome.reason === "exited" && outcome.exitCode === 0) return { kind };
    reasons.push(`${kind}: ${outcome.tail.split("\n").at(-1) || `exit ${outcome.exitCode}`}`);
  }
  return { kind: "none", reason: reasons.join("; ") };
}

/** The argument list that runs `argv` isolated; unchanged where there is no isolation. */
export function isolateArgv(isolation: Isolation, argv: readonly string[], view: View): string[] {
  switch (isolation.kind) {
    case "none":
      return [...argv];
    case "unshare":
      // --kill-child: the namespace ends with unshare itself, whatever ends that.
      return [
        "unshare",
        "--user",
        "--map-current-user",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        "--",
        ...argv,
      ];
    case "bwrap":
      return ["bwrap", ...bwrapOptions(view), "--", ...argv];
  }
}

/** Order matters: a later mount covers an earlier one, so folders come before what lies in them. */
function bwrapOptions({ writable, hidden }: View): string[] {
  const mounts = [
    ...hidden.map(folder => ({ folder, options: ["--tmpfs", folder] })),
    ...writable.map(folder => ({ folder, options: ["--bind", folder, folder] })),
  ].sort((a, b) => a.folder.split("/").length - b.folder.split("/").length);
  return [
    ...(writable.length === 0 ? ["--bind", "/", "/"] : ["--ro-bind", "/", "/"]),
    ...["--dev-bind", "/dev", "/dev"],
    ...["--proc", "/proc"],
    ...mounts.flatMap(({ options }) => options),
    "--unshare-pid",
    "--unshare-ipc",
    "--die-with-parent",
  ];
}
