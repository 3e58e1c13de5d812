import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Machine } from "../engine/machine/open-machine.ts";
import { readGitFacts } from "../init/git-facts.ts";
import { PHASES } from "../milestone/phase.ts";
import { isOnBranch } from "../milestone/session/state.ts";
import { sanitise } from "../milestone/text/sanitise.ts";
import type {
  MadeFile,
  MilestoneProduct,
  PageData,
  ShownDocument,
} from "../milestone/view/html/page-data.ts";
import type { LiveMilestone } from "./live-state.ts";
import { documentDifference } from "./show-command.ts";

/** What git tells of a milestone for its page: what it made, and where that can be looked at. */
export async function pageFacts(
  machine: Machine,
  live: LiveMilestone,
): Promise<Pick<PageData, "made" | "web">> {
  const [made, web] = await Promise.all([madeBy(machine, live), webOf(machine, live)]);
  return { made, web };
}

/** Commits looked through: a report of more is read by nobody. */
const MOST_COMMITS = 2_000;
const PRODUCT = ["--", ".", ":(exclude).milestones"];
/** Nothing that the repository configures is run. */
const PLAIN = ["--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "-z"];

async function madeBy(
  { root }: Machine,
  { state, tip, basis }: LiveMilestone,
): Promise<MilestoneProduct | null> {
  if (!tip || !state.activatedAt || !isOnBranch(state)) return null;
  const range = `${basis.base.commit}..${tip}`;
  try {
    const [log, stat] = await Promise.all([
      git(root, [
        "log",
        "--no-show-signature",
        "--no-merges",
        "--reverse",
        `--max-count=${MOST_COMMITS}`,
        "--format=%x01%H%x02%s%x02%(trailers:key=Task,valueonly,separator=%x2C)%x02",
        "--name-only",
        ...PLAIN,
        range,
        ...PRODUCT,
      ]),
      git(root, ["diff", "--numstat", ...PLAIN, range.replace("..", "..."), ...PRODUCT]),
    ]);
    const files = filesOf(stat);
    return { commits: commitsOf(log), files: await Promise.all(files.map(f => withExistence(root, tip, f))) };
  } catch {
    return null; // a base that is not here, as in a shallow clone: then nothing is said of it
  }
}

async function git(root: string, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", ["--no-pager", "-c", "diff.external=", ...args], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

function commitsOf(log: string): MilestoneProduct["commits"] {
  return log
    .split("\u0001")
    .slice(1)
    .map(record => {
      const [oid = "", subject = "", task = "", paths = ""] = record.split("\u0002");
      const names = paths.split("\0").map(path => path.replace(/^\n+/, ""));
      return { oid, subject, task: task.trim() || null, paths: names.filter(Boolean) };
    });
}

function filesOf(stat: string): Omit<MadeFile, "exists">[] {
  return stat
    .split("\0")
    .filter(Boolean)
    .flatMap(line => {
      const [added, removed, ...path] = line.split("\t");
      if (path.length === 0) return [];
      const count = (text = "-"): number | null => (text === "-" ? null : Number(text));
      return [{ path: path.join("\t"), added: count(added), removed: count(removed) }];
    });
}

/** Only a file that lost lines may be gone. */
async function withExistence(root: string, tip: string, file: Omit<MadeFile, "exists">): Promise<MadeFile> {
  if (file.added !== 0) return { ...file, exists: true };
  const found = await git(root, ["ls-tree", "--name-only", "-z", tip, "--", `:(literal)${file.path}`]).catch(
    () => "",
  );
  return { ...file, exists: found !== "" };
}

/** A link is given only where all of the branch is known to be on the remote: none leads nowhere. */
async function webOf({ root }: Machine, { tip, basis }: LiveMilestone): Promise<PageData["web"]> {
  if (!tip || basis.located.seen !== tip) return null;
  const repository = (await readGitFacts(root))?.repository;
  if (!repository) return null;
  const { server, owner, repo } = repository;
  return { repository: `${server}/${owner}/${repo}`, commit: tip };
}

const MOST_CHARS = 200_000;

/** The documents that a task's phases left, with what changed in those that were looked at before. */
export async function documentsOf(
  machine: Machine,
  { state, tip }: LiveMilestone,
  { task, differences }: { task: string; differences: boolean },
): Promise<ShownDocument[]> {
  const at = state.tasks.get(task);
  if (!at || !tip) return [];
  const wanted = PHASES.flatMap(phase =>
    (at.phases.get(phase)?.deliverables ?? []).map(({ path }) => ({ phase, path })),
  );
  return Promise.all(
    wanted.map(async ({ phase, path }) => {
      const bytes = await machine.ports.repository.readFile(tip, path);
      const diff = differences ? await documentDifference(machine, { state, tip, task, phase }, path) : null;
      return {
        phase,
        path,
        text: bytes ? sanitise(bytes.toString("utf8")).slice(0, MOST_CHARS) : null,
        diff,
      };
    }),
  );
}
