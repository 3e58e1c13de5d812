import { paths } from "../../milestone/names.ts";
import { isOwn, join, workOf } from "../journal/merge-person-commits.ts";
import type { Oid } from "../ports.ts";
import { block, unblock } from "../run/blockers.ts";
import type { Run } from "../run/run-context.ts";

const ABOUT = "base";

/**
 * Keeps the milestone's pull request mergeable. As long as the base branch still merges by itself nothing is done;
 * where only the engine's own files stand in the way, the base is merged here and the branch's version of those is
 * kept; where the work itself conflicts, it is a person's matter. Answers whether anything was recorded.
 */
export function joinBase(run: Run): Promise<boolean> {
  return run.journal.exclusively(() => joinNow(run));
}

async function joinNow(run: Run): Promise<boolean> {
  const { journal, ports } = run;
  const { repository } = ports;
  const theirs = await newestBase(run);
  if (await repository.isAncestor(theirs, journal.tip)) return resolved(run);
  const shared = await sharedWith(run, theirs);
  if (shared === null) return false;
  const range = { from: shared, to: theirs };
  const whole = await join(repository, {
    base: shared,
    tip: journal.tip,
    work: await workOf(repository, range, () => true),
  });
  if (whole.ok) return resolved(run);
  const plan = [
    paths.milestone(journal.milestone),
    paths.milestone(journal.milestone, "completed"),
    paths.current,
  ];
  const work = await workOf(repository, range, path => !isOwn(path) && !plan.includes(path));
  const joined = await join(repository, { base: shared, tip: journal.tip, work });
  if (!joined.ok) return conflict(run, joined.conflicts);
  await journal.commit({
    subject: `merged ${run.base.branch}`,
    joins: theirs,
    changes: joined.changes,
    derived: true,
    saveReason: "merge",
    events() {
      journal.record({ event: "base_merged", agent: "git_integration", data: { commit: theirs } });
      resolved(run);
    },
  });
  run.publisher.request();
  return true;
}

/** The base as the remote has it, which may have moved since this run's checkout was made. */
async function newestBase({ ports, base }: Run): Promise<Oid> {
  const fetched = await ports.remote?.fetch(`refs/heads/${base.branch}`);
  if (!fetched?.ok || fetched.oid === null) return base.commit;
  return fetched.oid;
}

/** A shallow clone may lack the commit where the two parted: its history is fetched as far as that. */
async function sharedWith({ ports, journal }: Run, theirs: Oid): Promise<Oid | null> {
  const { repository, remote } = ports;
  const here = await repository.mergeBase(journal.tip, theirs);
  if (here !== null || !remote) return here;
  await remote.fetch(`refs/heads/milestone/${journal.milestone}`, theirs);
  return repository.mergeBase(journal.tip, theirs);
}

function resolved({ journal }: Run): boolean {
  return unblock(journal, `git_conflicts:${ABOUT}`, "the base branch merges again");
}

async function conflict(run: Run, conflicts: string[]): Promise<boolean> {
  const { journal, base, publisher } = run;
  if (journal.state.blockers.has(`git_conflicts:${ABOUT}`)) return false;
  const named =
    conflicts.slice(0, 5).join(", ") + (conflicts.length > 5 ? ` and ${conflicts.length - 5} more` : "");
  block(journal, {
    type: "git_conflicts",
    about: ABOUT,
    message: `${base.branch} does not merge into the milestone's branch any more (${named}); merge it there and push`,
    evidence: conflicts.join("\n"),
  });
  await journal.commit({ subject: "blocked", derived: true, saveReason: "blocker" });
  publisher.request();
  return true;
}
