import type { Machine } from "../engine/machine/open-machine.ts";
import type { Basis } from "../engine/opening/basis.ts";
import { type BaseNews, newsOfBase } from "../engine/plan/take-base.ts";
import type { Oid, Ports } from "../engine/ports.ts";
import { branchName, paths } from "../milestone/names.ts";
import { PHASES } from "../milestone/phase.ts";
import type { Plan } from "../milestone/plan/plan.ts";
import { diffPlans } from "../milestone/plan/plan-diff.ts";
import type { State } from "../milestone/session/state.ts";
import { untakenInWords } from "../milestone/view/in-words.ts";

/**
 * What the base branch and the checkout hold of the milestone that the plan shown does not have, a sentence each with the
 * command that takes it in. Reads alone: what only the remote has is seen once it is fetched.
 */
export async function untakenEdits(
  { ports, checkout }: Machine,
  { basis, state }: { basis: Basis; state: State },
): Promise<string[]> {
  if (state.status === "cancelled") return [];
  if (state.status === "completed")
    return untakenSince({ ports, checkout }, { plan: basis.reading.plan, state, tip: basis.located.tip });
  const id = basis.reading.plan.id;
  const { tip } = basis.located;
  const { branch, commit } = checkout.base;
  const said: string[] = [];
  if (tip !== null && state.activatedAt) {
    const news = await newsOfBase({ ...ports, remote: null }, { id, branch, commit, tip, state });
    if (news) said.push(...newsInWords(news, basis.reading.plan, howTaken(id, state)));
  }
  const changed = await changedHere(ports, checkout.working, id);
  if (changed.length > 0) {
    const isMilestones = (await ports.repository.resolve("HEAD")) === tip;
    const where = isMilestones ? branchName(id) : branch;
    const then = tip === null || isMilestones ? "" : `, then \`milestone sync ${id}\``;
    const verb = changed.length === 1 ? "has a change that is" : "have changes that are";
    said.push(
      `${changed.join(", ")} ${verb} not committed and not part of this: commit ${changed.length === 1 ? "it" : "them"} on ${where}${then}`,
    );
  }
  return said;
}

/** Edits of the plan that came to the base after the milestone was completed; whatever else came there is not its matter. */
export async function untakenSince(
  { ports, checkout }: Pick<Machine, "ports" | "checkout">,
  { plan, state, tip }: { plan: Plan; state: State; tip: Oid | null },
): Promise<string[]> {
  if (tip === null) return [];
  const place = { id: plan.id, ...checkout.base, tip, state };
  const news = await newsOfBase({ ...ports, remote: null }, place);
  if (!news) return [];
  const [first] = news.plan ? diffPlans(plan, news.plan.reading.plan).added : [];
  const how = `\`milestone execute ${plan.id} --only ${first?.id ?? "<task>"}\` takes it in`;
  return newsInWords({ ...news, changes: new Map(), conflicts: [] }, plan, how);
}

/** A run that is at work takes a plan in before it completes; everything at its start. */
function howTaken(id: string, { lease }: State): string {
  return lease === null
    ? `\`milestone sync ${id}\` takes it in, and so does the next execute or resume`
    : `\`milestone pause ${id}\`, then \`milestone resume ${id}\` takes it in`;
}

function newsInWords(news: BaseNews, plan: Plan, how: string): string[] {
  const { branch, complaint, changes, conflicts } = news;
  const diff = news.plan ? diffPlans(plan, news.plan.reading.plan) : null;
  return untakenInWords({ branch, plan: diff, complaint, changed: [...changes.keys()], conflicts }, { how });
}

/** The milestone's file, config and prompts that differ in the checkout from its last commit. */
async function changedHere(
  { repository }: Pick<Ports, "repository">,
  working: Machine["checkout"]["working"],
  id: string,
): Promise<string[]> {
  const head = working ? await repository.resolve("HEAD") : null;
  if (!working || head === null) return [];
  const found: string[] = [];
  for (const path of [paths.milestone(id), paths.config, ...PHASES.map(paths.prompt)]) {
    const there = await repository.readFile(head, path);
    const here = await working(path);
    // A file that no commit has is a plan of its own, not an edit.
    if (there && here && plain(there) !== plain(here)) found.push(path);
  }
  return found;
}

/** Lines may end otherwise in the checkout. */
const plain = (bytes: Buffer): string => bytes.toString("utf8").replaceAll("\r\n", "\n");

/** Edits that what was shown above does not have. */
export function notTaken(untaken: readonly string[]): string {
  return untaken.length > 0 ? `\n\nNot taken in yet\n${untaken.map(each => `  ${each}`).join("\n")}` : "";
}
