import { type Answer, good } from "../src/github/answer.ts";
import type { GitHubRepository } from "../src/github/github-repository.ts";
import { readObjects } from "../src/github/objects.ts";
import type { BranchReading, PlanProblem } from "../src/github/read-state.ts";
import { paths, ROOT } from "../src/milestone/names.ts";
import { contradictionInWords, mergePlans } from "../src/milestone/plan/merge-plan.ts";
import { diffPlans } from "../src/milestone/plan/plan-diff.ts";
import { codeSpan, escapeLine } from "../src/milestone/text/escape-markdown.ts";
import { type UntakenEdits, untakenInWords } from "../src/milestone/view/in-words.ts";
import type { MilestoneSnapshot } from "./snapshot.ts";

/**
 * What the base branch holds of a milestone under way that its branch has not taken in, as a section of an answer; empty
 * where nothing is. Two requests. Which files would conflict only the run finds out, that merges them.
 */
export async function untakenSection(
  repository: GitHubRepository,
  snapshot: MilestoneSnapshot,
): Promise<string> {
  const { reading, milestone } = snapshot;
  if (!reading?.state.activatedAt || ["completed", "cancelled"].includes(reading.state.status)) return "";
  const found = await untakenOfBase(repository, reading);
  const how = `${codeSpan(`/milestone resume ${milestone}`)} takes it in, and so does a run that is at work, before it completes`;
  const said = found.ok
    ? untakenInWords(found.value, { how, quoted: text => escapeLine(text) })
    : ["it could not be found out whether the base branch holds edits that are not taken in"];
  return said.length === 0 ? "" : `### Not taken in yet\n\n${said.map(each => `- ${each}`).join("\n")}`;
}

async function untakenOfBase(
  repository: GitHubRepository,
  reading: BranchReading,
): Promise<Answer<UntakenEdits>> {
  const { base, head, milestone } = reading;
  const compared = await repository.read("GET /repos/{owner}/{repo}/compare/{basehead}", {
    basehead: `${head}...${base.branch}`,
    per_page: 1,
  });
  if (!compared.ok) return compared;
  const { files = [], merge_base_commit: shared } = compared.value;
  const plan = await planOfBase(repository, reading, shared.sha);
  if (!plan.ok) return plan;
  const own = [paths.milestone(milestone), paths.milestone(milestone, "completed"), paths.current];
  const changed = files
    .map(file => file.filename)
    .filter(path => !own.includes(path) && !RUNS_OWN.some(folder => path.startsWith(folder)));
  return good({ branch: base.branch, changed, conflicts: [], ...plan.value });
}

/** What runs write there of their own milestones is no edit. */
const RUNS_OWN = ["logs/", "sessions/", "approvals/", "reports/"].map(folder => `${ROOT}/${folder}`);

/** What the base's plan says otherwise than the branch's, by task and key, since it was last taken in. */
async function planOfBase(
  repository: GitHubRepository,
  { milestone, head, base, plan, state }: BranchReading,
  shared: string,
): Promise<Answer<Pick<UntakenEdits, "plan" | "complaint">>> {
  const file = paths.milestone(milestone);
  const at = (commit: string, path = file) => `${commit}:${path}`;
  const ancestors = [state.planBase, shared].filter(commit => commit !== null).map(commit => at(commit));
  const found = await readObjects(repository, [
    at(head),
    at(base.branch),
    at(base.branch, paths.config),
    ...ancestors,
  ]);
  if (!found.ok) return found;
  const textOf = (expression: string): string | null => {
    const object = found.value.get(expression);
    return object?.kind === "file" ? object.text : null;
  };
  const [ours, theirs] = [textOf(at(head)), textOf(at(base.branch))];
  const ancestor = ancestors.map(textOf).find(text => text !== null) ?? null;
  const none = { plan: null, complaint: null };
  if (ours === null || theirs === null || theirs === ancestor) return good(none);
  const unread = (errors: readonly PlanProblem[]) =>
    good({
      plan: null,
      complaint: `the plan on ${base.branch} cannot be read: ${errors.map(e => `${e.file}:${e.line}: ${e.message}`).join("; ")}`,
    });
  if (!base.plan) return unread(base.findings);
  const merged = mergePlans({ ancestor, ours, theirs });
  if (merged.kind === "nothing-new") return good(none);
  if (merged.kind === "contradiction")
    return good({ plan: null, complaint: contradictionInWords(merged, base.branch) });
  const config = textOf(at(base.branch, paths.config));
  const after = await repository.readPlan({
    file,
    text: merged.text,
    policy: base.plan,
    ...(config === null ? {} : { config: { file: paths.config, text: config } }),
  });
  return after.ok ? good({ plan: diffPlans(plan, after.plan), complaint: null }) : unread(after.errors);
}
