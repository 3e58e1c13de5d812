import { type Answer, good } from "../src/github/answer.ts";
import { type BaseFiles, baseExpressions, takeBase } from "../src/github/base-files.ts";
import type { DesiredState } from "../src/github/desired-state.ts";
import type { GitHubRepository } from "../src/github/github-repository.ts";
import { readObjects } from "../src/github/objects.ts";
import {
  type BranchReading,
  type PlanProblem,
  readState,
  type StateReading,
} from "../src/github/read-state.ts";
import { unreachable } from "../src/milestone/phase.ts";
import { buildDashboard } from "../src/milestone/view/dashboard.ts";
import { dashboardMarkdown } from "../src/milestone/view/dashboard-markdown.ts";
import { type AppContext, type MilestoneContext, milestoneContext } from "./app-context.ts";
import { lineOf } from "./happenings.ts";
import type { InstalledRepository } from "./installed-repositories.ts";

/** What there is of a milestone: on its branch if it was started, and on the base branch. */
export interface MilestoneSnapshot {
  milestone: string;
  base: BaseFiles;
  /** null: it was never started, or its branch cannot be read (then `findings` say why). */
  reading: BranchReading | null;
  findings: PlanProblem[];
}

/** Reads a milestone wherever it is. */
export async function readSnapshot(
  app: AppContext,
  place: InstalledRepository,
  milestone: string,
): Promise<Answer<MilestoneSnapshot>> {
  const known = app.milestones.get(lineOf(place.id, milestone));
  const answer = await readMilestone(known ?? milestoneContext(app, place, milestone));
  if (!answer.ok) return answer;
  switch (answer.value.kind) {
    case "read": {
      const { reading } = answer.value;
      return good({ milestone, base: reading.base, reading, findings: [] });
    }
    case "bad": {
      const { base, findings } = answer.value;
      return good({ milestone, base, reading: null, findings });
    }
    case "none": {
      if (!known) app.milestones.delete(lineOf(place.id, milestone));
      const base = await readBase(place, milestone);
      return base.ok
        ? good({ milestone, base: base.value, reading: null, findings: base.value.findings })
        : base;
    }
    default:
      return unreachable("reading", answer.value);
  }
}

async function readBase(
  { repository, defaultBranch }: InstalledRepository,
  milestone: string,
): Promise<Answer<BaseFiles>> {
  const found = await readObjects(repository, baseExpressions(defaultBranch, milestone));
  if (!found.ok) return found;
  return takeBase({ repository, milestone, defaultBranch, found: found.value });
}

/** The milestone's branch as GitHub has it now. */
export function readMilestone({ place, milestone, state }: MilestoneContext): Promise<Answer<StateReading>> {
  const { repository, defaultBranch, baseCommit } = place;
  return readState({ repository, milestone, defaultBranch, baseCommit, memory: state });
}

/** What GitHub should show of a milestone that was read from its branch. */
export function desiredState(
  reading: BranchReading,
  repository: GitHubRepository,
  now: number,
): DesiredState {
  const { milestone, state, plan, head, base, history } = reading;
  return {
    milestone,
    state,
    plan,
    head,
    base: base.branch,
    mode: "app",
    approvers: base.config.approvers,
    labels: base.config.labels,
    notify: {
      stakeholders: [...new Set([...plan.notify.stakeholders, ...base.config.notify.stakeholders])],
      escalation: [...new Set([...plan.notify.escalation, ...base.config.notify.escalation])],
    },
    dependants: history.dependants,
    reviews: history.record.reviews,
    render: limit => dashboardMarkdown(dashboardOf(reading, now), { limit }),
    url: repository.url,
  };
}

/** The dashboard of a milestone that was read from its branch; the app knows no run's live slots. */
export function dashboardOf({ plan, state, history }: BranchReading, now: number) {
  return buildDashboard({ plan, state, history, now });
}
