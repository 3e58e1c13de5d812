import { branchName } from "../milestone/names.ts";
import { unreachable } from "../milestone/phase.ts";
import { openQuestions } from "../milestone/session/questions.ts";
import { openApprovals } from "../milestone/session/state.ts";
import { type Answer, type Failure, failed, good } from "./answer.ts";
import {
  type Account,
  type DesiredState,
  isOlder,
  type Product,
  type Version,
  versionOf,
} from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { BODY_LIMIT } from "./limits.ts";
import { othersLength, replaceSection, SECTION_END, sectionMarker, writeMarker } from "./marker.ts";
import { productSection } from "./product.ts";
import { text } from "./text.ts";

export interface DesiredPull {
  title: string;
  /** Branch names. */
  head: string;
  base: string;
  labels: string[];
  version: Version;
  /** Ready for merging; a draft before that. */
  ready: boolean;
  /** Our part of the body, in at most so many characters. */
  section(limit: number): string;
}

export interface PullNow {
  number: number;
  nodeId: string;
  title: string;
  body: string;
  open: boolean;
  merged: boolean;
  draft: boolean;
  labels: string[];
  /** Logins and team slugs asked for a review that have not answered. */
  requested: string[];
  authorAccount: Account | null;
  head: string;
}

const WIP = "WIP: ";

/** The pull request as it should be; null before the first gate, question and completed task. */
export function desiredPull(desired: DesiredState, product: Product | null = null): DesiredPull | null {
  const { state, milestone } = desired;
  const tasks = [...state.tasks.values()];
  const asks = tasks.some(({ phases }) => [...phases.values()].some(({ questions }) => questions.length > 0));
  const due = state.approvals.size > 0 || asks || tasks.some(task => task.completedAt !== null);
  if (!due) return null;
  const version = versionOf(state);
  const marker = writeMarker({ kind: "dashboard", milestone, ...version });
  return {
    title: text.pullTitle(milestone, desired.plan.title),
    head: branchName(milestone),
    base: desired.base,
    labels: ["milestone", ...desired.labels],
    version,
    ready: state.status === "completed",
    section(limit) {
      const changes = product ? productSection(desired, product) : "";
      const landing = state.status === "completed" ? text.howToLand(milestone, desired.mode === "app") : "";
      const found = text.findings(desired.reviews);
      const asked = needsPeople(state) && desired.mode === "action" ? text.withoutApp(desired.url) : "";
      const head = [marker, landing, changes, found, asked].filter(Boolean).join("\n");
      return `${head}\n${desired.render(limit - head.length - SECTION_END.length - 4)}`;
    },
  };
}

function needsPeople(state: DesiredState["state"]): boolean {
  return state.blockers.size > 0 || openApprovals(state).length > 0 || openQuestions(state).length > 0;
}

export type PullWrite =
  | { kind: "create_pull"; pull: DesiredPull }
  | { kind: "update_pull"; number: number; title?: string; body?: string }
  | { kind: "mark_ready"; number: number; nodeId: string }
  | { kind: "add_labels"; number: number; labels: string[] };

/**
 * Whether a pull request shows nothing more of the milestone: it was of an earlier life, which has ended, and the
 * branch was begun again; or somebody merged it before the milestone was finished, which has gone on since.
 */
export function isOver({ open, merged, head, body }: PullNow, { state, head: tip }: DesiredState): boolean {
  if (open) return false;
  if (merged && !hasEnded(state) && head !== tip) return true;
  const { session } = versionOf(state);
  const marker = session === "" ? null : sectionMarker(body);
  return marker?.kind === "dashboard" && marker.session !== session;
}

const hasEnded = ({ status }: DesiredState["state"]): boolean =>
  status === "completed" || status === "cancelled" || status === "postponed";

/** Somebody closed the pull request while the milestone goes on: nobody would see it wait. */
export function isClosedTooEarly(state: DesiredState["state"], pull: PullNow | null): boolean {
  return pull !== null && !pull.open && !pull.merged && !hasEnded(state);
}

/** Whether the pull request's text is older than what it should say. */
export function isPullStale(wanted: DesiredPull, now: PullNow | null): boolean {
  const marker = now ? sectionMarker(now.body) : null;
  return marker?.kind !== "dashboard" || isOlder(marker, wanted.version);
}

/** Least writes. A pull request that a person closed or merged is left alone. */
export function diffPull(wanted: DesiredPull, now: PullNow | null): PullWrite[] {
  if (!now) return [{ kind: "create_pull", pull: wanted }];
  if (!now.open) return [];
  const writes: PullWrite[] = [];
  const stale = isPullStale(wanted, now);
  const room = BODY_LIMIT - othersLength(now.body);
  const body = stale ? replaceSection(now.body, wanted.section(room)) : undefined;
  const title = wanted.ready && now.title.startsWith(WIP) ? now.title.slice(WIP.length) : undefined;
  if (title !== undefined || body !== undefined) {
    writes.push({
      kind: "update_pull",
      number: now.number,
      ...(title ? { title } : {}),
      ...(body ? { body } : {}),
    });
  }
  if (wanted.ready && now.draft) writes.push({ kind: "mark_ready", number: now.number, nodeId: now.nodeId });
  const missing = wanted.labels.filter(label => !now.labels.includes(label));
  if (missing.length) writes.push({ kind: "add_labels", number: now.number, labels: missing });
  return writes;
}

/** The pull request of the milestone's branch: the open one, else the newest. */
export function readPull(repository: GitHubRepository, milestone: string): Promise<Answer<PullNow | null>> {
  return readPullOf(repository, branchName(milestone));
}

/** The pull request of a branch of this repository: the open one, else the newest. */
export async function readPullOf(
  repository: GitHubRepository,
  branch: string,
): Promise<Answer<PullNow | null>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/pulls", {
    head: `${repository.owner}:${branch}`,
    state: "all",
    sort: "created",
    direction: "desc",
    per_page: 30,
  });
  if (!answer.ok) return answer;
  const own = answer.value.filter(pull => pull.head.repo && pull.head.repo.id === pull.base.repo.id);
  const found = own.find(pull => pull.state === "open") ?? own[0];
  return good(found ? pullNow(found) : null);
}

/** Both forms in which GitHub describes a pull request. */
interface MilestonePullShape {
  number: number;
  node_id: string;
  title: string;
  body: string | null;
  state: string;
  merged_at?: string | null;
  draft?: boolean;
  labels: { name?: string }[];
  requested_reviewers?: { login: string }[] | null;
  requested_teams?: { slug: string }[] | null;
  user: { id: number | bigint; login: string; type: string } | null;
  head: { sha: string };
}

function pullNow(pull: MilestonePullShape): PullNow {
  return {
    number: pull.number,
    nodeId: pull.node_id,
    title: pull.title,
    body: pull.body ?? "",
    open: pull.state === "open",
    merged: Boolean(pull.merged_at),
    draft: pull.draft ?? false,
    labels: pull.labels.map(label => label.name ?? ""),
    requested: [
      ...(pull.requested_reviewers ?? []).map(user => user.login),
      ...(pull.requested_teams ?? []).map(team => team.slug),
    ],
    authorAccount: pull.user
      ? { id: Number(pull.user.id), login: pull.user.login, type: pull.user.type }
      : null,
    head: pull.head.sha,
  };
}

/** Carries out one write; the pull request as it then is. */
export async function writePull(
  repository: GitHubRepository,
  write: PullWrite,
  now: PullNow | null,
): Promise<Answer<PullNow>> {
  switch (write.kind) {
    case "create_pull":
      return createPull(repository, write.pull);
    case "update_pull": {
      const { kind, number, ...changes } = write;
      const answer = await repository.write(
        "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
        { pull_number: number, ...changes },
        "repeatable",
      );
      return answer.ok ? good(pullNow(answer.value.data)) : answer;
    }
    case "mark_ready": {
      const answer = await repository.api.mutate<unknown>(READY, { id: write.nodeId });
      return answer.ok && now ? good({ ...now, draft: false }) : (answer as { ok: false; failure: Failure });
    }
    case "add_labels": {
      const answer = await repository.write(
        "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
        { issue_number: write.number, labels: write.labels },
        "repeatable",
      );
      if (!answer.ok) return answer;
      return good({ ...(now as PullNow), labels: answer.value.data.map(label => label.name) });
    }
    default:
      return unreachable("write", write);
  }
}

const READY = `mutation ready($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`;

type NewPull = Pick<DesiredPull, "title" | "head" | "base" | "ready" | "section">;

/** Opens a draft, or, where the plan allows no drafts, one whose title says that it is not done. */
export async function createPull(repository: GitHubRepository, wanted: NewPull): Promise<Answer<PullNow>> {
  const draft = !wanted.ready;
  const first = await postPull(repository, wanted, draft, wanted.title);
  if (first.ok || !draft || !isNoDrafts(first.failure)) return first;
  return postPull(repository, wanted, false, WIP + wanted.title);
}

async function postPull(
  repository: GitHubRepository,
  wanted: NewPull,
  draft: boolean,
  title: string,
): Promise<Answer<PullNow>> {
  const body = `${wanted.section(BODY_LIMIT)}\n${SECTION_END}`;
  const answer = await repository.write(
    "POST /repos/{owner}/{repo}/pulls",
    { title, head: wanted.head, base: wanted.base, body, draft },
    async () => {
      const there = await readPullOf(repository, wanted.head);
      if (!there.ok) return there;
      if (!there.value?.open) return good(null);
      const { number } = there.value;
      return repository.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", { pull_number: number });
    },
  );
  if (answer.ok) return good(pullNow(answer.value.data));
  if (answer.failure.kind !== "invalid" || isNoDrafts(answer.failure)) return answer;
  // Another instance, or a person, was faster: that one is the milestone's.
  const there = await readPullOf(repository, wanted.head);
  return there.ok && there.value?.open ? good(there.value) : failed(answer.failure);
}

function isNoDrafts(failure: Failure): boolean {
  return failure.kind === "invalid" && /draft/i.test(failure.message);
}

/** Whether the repository's settings keep the Action from opening pull requests. */
export function isPullRefused(failure: Failure): boolean {
  return (
    (failure.kind === "forbidden" || failure.kind === "invalid") &&
    /not permitted to create|resource not accessible/i.test(failure.message)
  );
}
