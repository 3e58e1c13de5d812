import type { OverlayMount } from "./visible-paths.ts";

/** One mount of what a program inside sees, in new namespaces. Folders of the machine are named before they are covered. */
export type MountStep =
  /** `volatile`: the mark that a volatile mount leaves, which another one takes for damage. */
  | { step: "overlay"; at: string; options: string; volatile: string | null }
  /** Kept open under a number, so that it can be mounted again when something covers it. */
  | { step: "open"; fd: number; path: string }
  /** An empty folder, or nothing where there is none by now. */
  | { step: "coverFolder"; at: string }
  | { step: "coverFile"; at: string }
  | { step: "bindFile"; from: string; at: string }
  /** `create`: what covers it from outside has no such name. */
  | { step: "show"; fd: number; at: string; isFolder: boolean; create: boolean; readOnly: boolean }
  /** A mount of the machine's, with the flags that it has. */
  | { step: "readOnly"; at: string; flags: readonly string[] };

/** Commands of a shell that do the steps, of which none may fail. */
export function mountCommands(steps: readonly MountStep[]): string[] {
  const opened = steps.filter(({ step }) => step === "open").map(each => (each as { fd: number }).fd);
  const close = opened.length > 0 ? [`exec ${opened.map(fd => `${fd}<&-`).join(" ")}`] : [];
  return [...steps.flatMap(shellCommands), ...close];
}

/**
 * Marks in `user` attributes are the only ones that a user namespace can write, so that layers made there and by root are
 * alike. What the kernel would else do by itself (redirects, files of metadata alone) no reader of the upper folder knows.
 * Volatile: an unmount would wait for the disk to have what was written, some 20 ms for files that nobody keeps.
 */
export function overlayStep({ at, lower, upper }: OverlayMount): MountStep {
  const written = upper ? [`upperdir=${upper.files}`, `workdir=${upper.work}`, "volatile"] : [];
  const options = ["userxattr", "index=off", "metacopy=off", `lowerdir=${lower.join(":")}`, ...written];
  return {
    step: "overlay",
    at,
    options: options.join(","),
    volatile: upper && `${upper.work}/work/incompat`,
  };
}

function shellCommands(step: MountStep): string[] {
  switch (step.step) {
    case "overlay":
      return [
        ...(step.volatile === null ? [] : [`rm -rf ${quoted(step.volatile)}`]),
        `mount -n -c -t overlay -o ${quoted(step.options)} milestone ${quoted(step.at)}`,
      ];
    case "open":
      return [`exec ${step.fd}<${quoted(step.path)}`];
    case "coverFolder":
      return [
        unlessGone(
          step.at,
          `mount -n -c -t tmpfs -o mode=755,size=4m,nosuid,nodev milestone ${quoted(step.at)}`,
        ),
      ];
    case "coverFile":
      return [unlessGone(step.at, `mount -n -c --bind /dev/null ${quoted(step.at)}`)];
    case "bindFile":
      return [`mount -n -c --bind ${quoted(step.from)} ${quoted(step.at)}`];
    case "show": {
      const at = quoted(step.at);
      const parent = quoted(step.at.slice(0, step.at.lastIndexOf("/")) || "/");
      const create = step.isFolder ? [`mkdir -p ${at}`] : [`mkdir -p ${parent}`, `: > ${at}`];
      return [
        ...(step.create ? create : []),
        `mount -n -c --rbind /proc/self/fd/${step.fd} ${at}`,
        ...(step.readOnly ? [`mount -n -c -o remount,bind,ro ${at}`] : []),
      ];
    }
    case "readOnly":
      return [`mount -n -c -o ${["remount", "bind", "ro", ...step.flags].join(",")} ${quoted(step.at)}`];
    default:
      return step satisfies never;
  }
}

/** Another run's folder may be removed at any moment; what is not there needs no hiding. */
function unlessGone(path: string, command: string): string {
  return `{ [ ! -e ${quoted(path)} ] || ${command} || [ ! -e ${quoted(path)} ]; }`;
}

/** As one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
