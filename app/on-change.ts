import { readMarker } from "../src/github/marker.ts";
import { forget } from "../src/github/memory.ts";
import { runOf } from "../src/github/runs.ts";
import { milestoneOfBranch } from "../src/milestone/names.ts";
import { type Desk, milestoneDesk } from "./desk.ts";
import { type FromRepository, placeOf } from "./from.ts";
import { schedulePass } from "./schedule.ts";
import { sweepPlace } from "./sweep.ts";

export interface PushPayload extends FromRepository {
  ref: string;
  after: string;
  deleted: boolean;
  commits: { message: string }[];
}

/** A milestone's branch moved, or the base branch with its policies. */
export async function onPush(desk: Desk, payload: PushPayload): Promise<void> {
  const branch = payload.ref.startsWith("refs/heads/") ? payload.ref.slice("refs/heads/".length) : null;
  if (branch === null || payload.deleted) return;
  const milestone = milestoneOfBranch(branch);
  const isBase = branch === payload.repository.default_branch;
  if (milestone === null && !isBase) return desk.log.debug({ branch }, "ignored: no milestone's branch");
  const place = await placeOf(desk, payload, "push");
  if (!place) return;
  if (isBase) place.baseCommit = payload.after;
  if (milestone !== null) {
    const lazy = payload.commits.length > 0 && payload.commits.every(({ message }) => isCheckpoint(message));
    return schedulePass(desk, milestoneDesk(desk, place, milestone), lazy ? "lazy" : "soon");
  }
  for (const known of desk.milestones.values()) {
    if (known.place.id === place.id) schedulePass(desk, known, "lazy");
  }
}

/** Commits between phases only carry the log on. */
function isCheckpoint(message: string): boolean {
  const subject = message.split("\n", 1)[0] ?? "";
  return subject.startsWith("milestone(") && subject.endsWith(": checkpoint");
}

export interface PullPayload extends FromRepository {
  pull_request: {
    head: { ref: string; repo: { id: number } | null };
    base: { repo: { id: number } };
  };
}

/** Somebody changed a milestone's pull request. */
export async function onPullRequest(desk: Desk, payload: PullPayload): Promise<void> {
  const milestone = await milestoneOfPull(desk, payload, "pull_request");
  if (!milestone || (await isOwnDoing(desk, payload))) return;
  forget(milestone.sync);
  schedulePass(desk, milestone, "soon");
}

/** Somebody reviewed, or a review was dismissed. The pass finds out what it means. */
export async function onReview(desk: Desk, payload: PullPayload): Promise<void> {
  const milestone = await milestoneOfPull(desk, payload, "pull_request_review");
  if (milestone) schedulePass(desk, milestone, "soon");
}

async function milestoneOfPull(desk: Desk, payload: PullPayload, event: string) {
  const { head, base } = payload.pull_request;
  const id = milestoneOfBranch(head.ref);
  if (id === null) return null;
  if (head.repo?.id !== base.repo.id) {
    desk.log.info({ event, branch: head.ref }, "ignored: a pull request from a fork");
    return null;
  }
  const place = await placeOf(desk, payload, event);
  return place ? milestoneDesk(desk, place, id) : null;
}

export interface IssuePayload extends FromRepository {
  issue: { number: number; body: string | null; user: { type?: string } | null };
}

/** Somebody changed an issue: a blocker's is put right, and closing one is a wish. */
export async function onIssue(desk: Desk, payload: IssuePayload): Promise<void> {
  const { issue } = payload;
  const marker = issue.user?.type === "Bot" ? readMarker(issue.body) : null;
  if (marker?.kind !== "blocker") return;
  if (await isOwnDoing(desk, payload)) return;
  const place = await placeOf(desk, payload, "issues");
  if (!place) return;
  const milestone = milestoneDesk(desk, place, marker.milestone);
  forget(milestone.sync);
  schedulePass(desk, milestone, "soon");
}

export interface RunPayload extends FromRepository {
  workflow_run: { id: number };
}

/** A run ended: its milestone may want the next one, or was left in the middle. */
export async function onRunCompleted(desk: Desk, payload: RunPayload): Promise<void> {
  const place = await placeOf(desk, payload, "workflow_run");
  if (!place) return;
  const known = [...desk.milestones.values()].filter(m => m.place.id === place.id);
  const owned = known.filter(({ state }) => {
    const { reading } = state;
    return reading.kind === "read" && runOf(reading.reading.state.lease) === payload.workflow_run.id;
  });
  if (owned.length) for (const milestone of owned) schedulePass(desk, milestone, "soon");
  else desk.queues.add(`${place.id}/sweep`, () => sweepPlace(desk, place));
}

/** What this app did itself needs no looking at. */
async function isOwnDoing(desk: Desk, { sender }: FromRepository): Promise<boolean> {
  return sender?.type === "Bot" && sender.login === `${await desk.slug()}[bot]`;
}
