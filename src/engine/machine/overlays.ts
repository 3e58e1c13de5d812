import { execFile } from "node:child_process";
import { linkSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { GitRepository } from "../git/git-repository.ts";
import { opaqueFolders } from "../git/opaque.ts";
import { holdsFewFiles, treeOf } from "../git/tree.ts";
import type { Variables } from "../process/environment.ts";
import { removeFolder } from "../process/remove-tree.ts";
import { runProcess } from "../process/run-process.ts";
import { OVERLAY_KINDS, type Sandbox } from "../sandbox/sandbox.ts";
import { SYSTEM_PATH } from "../sandbox/stage.ts";
import type { Isolation } from "./isolation.ts";

/** What work trees by overlay need of the machine. */
export interface Overlays extends Pick<Sandbox, "hand" | "takeBack"> {
  /** A whiteout, as the kernel makes them. */
  whiteout: string;
}

export type FoundOverlays = { ok: true; overlays: Overlays } | { ok: false; why: string };

/** In a repository with fewer files a tree is checked out before an overlay would have paid. */
const FEW_FILES = 2_000;

/** Whether overlays are worth their trial here. `MILESTONE_TREES` says `folder` or `overlay` whatever the size. */
export async function wantsOverlays(git: GitRepository, { MILESTONE_TREES }: Variables): Promise<boolean> {
  const head = await git.resolve("HEAD");
  if (MILESTONE_TREES === "folder" || head === null) return false;
  // Of a submodule's insides an overlay's upper folder tells nothing.
  if ((await git.readFile(head, ".gitmodules")) !== null) return false;
  if (MILESTONE_TREES === "overlay") return true;
  return !(await holdsFewFiles(git.store, await treeOf(git.store, head), FEW_FILES));
}

const PROBE_TIMEOUT_MS = 10_000;

/** Tries out below `root`, where the trees are to stand, all that work trees by overlay rely on. */
export async function findOverlays(isolation: Isolation, root: string): Promise<FoundOverlays> {
  const sandbox = await isolation.sandbox();
  if (!sandbox) return { ok: false, why: "nothing here can mount them" };
  if (!OVERLAY_KINDS.includes(sandbox.kind)) return { ok: false, why: `${sandbox.kind} cannot mount them` };
  if (/[,:\\]/.test(root)) return { ok: false, why: `the path ${root} cannot be named to mount` };
  const whiteout = join(root, "whiteout");
  const place = join(root, "probe");
  try {
    await promisify(execFile)("/bin/mknod", [whiteout, "c", "0", "0"]);
    const why = await tryOut(sandbox, place, whiteout);
    if (why !== null) return { ok: false, why };
    const { hand, takeBack } = sandbox;
    return { ok: true, overlays: { whiteout, hand, takeBack } };
  } catch (error) {
    return { ok: false, why: (error as Error).message.split("\n")[0]! };
  } finally {
    await removeFolder(place);
  }
}

/** What an attempt may do, seen from within; and what is told of it from without. Null: all is well. */
async function tryOut(sandbox: Sandbox, place: string, whiteout: string): Promise<string | null> {
  const below = (path: string): string => join(place, "lower", path);
  const above = (path: string): string => join(place, "upper", path);
  for (const path of ["lower/kept", "lower/gone", "lower/made", "upper", "work", "tree"])
    mkdirSync(join(place, path), { recursive: true });
  for (const path of ["kept/file", "gone/file", "made/old", "covered"]) writeFileSync(below(path), "below\n");
  linkSync(whiteout, above("covered"));
  await sandbox.hand(join(place, "lower"));
  const script = [
    'test "$(cat kept/file)" = below',
    "test ! -e covered",
    "echo above > kept/file",
    "rm gone/file",
    "rm -r made",
    "mkdir made",
    "test ! -e made/old",
    "echo new > made/new",
  ].join(" && ");
  const [at, upper] = [join(place, "tree"), { files: join(place, "upper"), work: join(place, "work") }];
  const confinement = sandbox.open({
    writable: [at],
    overlay: { at, lower: [join(place, "lower")], upper },
  });
  const { reason, exitCode, tail } = await runProcess({
    argv: ["/bin/sh", "-c", script],
    cwd: at,
    env: { PATH: SYSTEM_PATH },
    timeoutMs: PROBE_TIMEOUT_MS,
    confinement,
  }).outcome;
  await sandbox.takeBack(join(place, "lower"));
  if (reason !== "exited" || exitCode !== 0) return tail.trim().split("\n")[0] || "they do not behave";
  const holds =
    readFileSync(above("kept/file"), "utf8") === "above\n" &&
    readFileSync(below("kept/file"), "utf8") === "below\n" &&
    lstatSync(above("gone/file")).rdev === 0 &&
    lstatSync(above("gone/file")).isCharacterDevice() &&
    String(await opaqueFolders(join(place, "upper"), ["kept", "made"])) === "made";
  return holds ? null : "what was done in one cannot be told from outside";
}
