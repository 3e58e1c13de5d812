import { workTree } from "../milestone/approval/approval.ts";
import type { Author, CandidateDecision } from "../milestone/approval/who-counts.ts";
import { ROOT } from "../milestone/names.ts";
import type { ApprovalState } from "../milestone/session/state.ts";
import { isTeamMember, readAccess } from "./access.ts";
import { type Answer, good } from "./answer.ts";
import { readAuthors, readPushes } from "./authors.ts";
import { type BlobMemory, readBlobIds } from "./blobs.ts";
import { type CommentSaid, decisionComments } from "./decision-comments.ts";
import { type ReviewSaid, readReviews } from "./decision-reviews.ts";
import type { Account, Self } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { type CommentNow, readComments, readEditors } from "./issue-comments.ts";
import { readObjects } from "./objects.ts";
import { readPull } from "./pull.ts";
import { readTracking } from "./tracking.ts";

export interface DecisionsInput {
  repository: GitHubRepository;
  milestone: string;
  /** The gates in question: open ones, and granted ones whose approval is to be used. */
  approvals: readonly ApprovalState[];
  /** Approvers of all of them on the base branch: team membership is asked for the `org/team` among them. */
  approvers: readonly string[];
  /** The branch's commit, for finding who wrote the files. */
  head: string;
  /** Name of the base branch. */
  base: string;
  /** Of checkpoints, by request: the commit at which the one before was approved; absent: the work begins at the base. */
  since?: ReadonlyMap<string, string>;
  /** Kept by the caller: blob ids that are known already. */
  blobs: BlobMemory;
  /** Whose gate comments are ours. */
  self: Self;
}

export interface DecisionsReading {
  candidates: CandidateDecision[];
  /** By request: who wrote the gate's deliverables by hand, and the person who opened the pull request. */
  authors: Map<string, Author[]>;
}

/**
 * What people decided, read from GitHub now: reviews and comment commands, the person's permission and teams, and the
 * bytes that were looked at. All reads are conditional: while nothing changes they cost no rate limit. A failure
 * means that GitHub could not be asked, never that nobody decided.
 */
export async function readDecisions(input: DecisionsInput): Promise<Answer<DecisionsReading>> {
  const { repository, milestone, approvals, self } = input;
  const empty = { candidates: [], authors: new Map() };
  if (!approvals.length) return good(empty);
  const pull = await readPull(repository, milestone);
  if (!pull.ok) return pull;
  const place = pull.value?.number ?? (await trackingNumber(input));
  if (typeof place === "object" && place !== null) return place;
  if (place === null) return good(empty);
  const since = Math.min(...approvals.map(approval => Date.parse(approval.requestedAt)));
  const reviews = pull.value ? await readReviews(repository, pull.value.number, since) : good([]);
  if (!reviews.ok) return reviews;
  const comments = await readComments(repository, place, self);
  if (!comments.ok) return comments;
  const people = new People(input);
  const candidates = await allCandidates(input, people, reviews.value, comments.value);
  if (!candidates.ok || candidates.value.length === 0) return candidates.ok ? good(empty) : candidates;
  const authors = await authorsOf(input, {
    opener: pull.value?.authorAccount ?? null,
    people: [...new Map(candidates.value.map(({ user }) => [user.id, user])).values()],
  });
  return authors.ok ? good({ candidates: candidates.value, authors: authors.value }) : authors;
}

async function trackingNumber(input: DecisionsInput) {
  const tracking = await readTracking(input.repository, input.milestone, input.self);
  return tracking.ok ? (tracking.value?.number ?? null) : tracking;
}

async function allCandidates(
  input: DecisionsInput,
  people: People,
  reviews: ReviewSaid[],
  comments: CommentNow[],
): Promise<Answer<CandidateDecision[]>> {
  const { repository, approvals, milestone } = input;
  const commands = decisionComments(comments, milestone, approvals);
  const editors = await readEditors(repository, [
    ...new Set([...reviews, ...commands].map(({ node }) => node)),
  ]);
  if (!editors.ok) return editors;
  const commitOf = ({ looked }: Pick<CommentSaid, "looked">) => looked.at(-1)?.commit ?? null;
  const trees = await treesAt(input, [...reviews.map(r => r.commit), ...commands.map(commitOf)]);
  if (!trees.ok) return trees;
  const treeAt = (commit: string | null) => (commit === null ? null : (trees.value.get(commit) ?? null));
  const candidates: CandidateDecision[] = [];
  const everyPath = approvals.flatMap(a => a.deliverables.map(d => d.path));
  for (const { commit, node, ...said } of reviews) {
    const blobs = await blobsAt(input, commit ? [{ commit, paths: everyPath }] : []);
    if (!blobs.ok) return blobs;
    const who = await people.ask(said.user);
    // Nobody can edit a review's verdict; its text is no more its author's word when somebody else did.
    const editor = editors.value.get(node) ?? null;
    const edited =
      said.verdict === "changes_requested" && editor !== null && editor.login !== said.user.login;
    const seen = { commit, tree: treeAt(commit), blobs: blobs.value };
    candidates.push({ ...said, ...who, ...seen, edited, source: "review" });
  }
  for (const { looked, node, ...said } of commands) {
    const blobs = await blobsAt(input, looked);
    if (!blobs.ok) return blobs;
    const who = await people.ask(said.user);
    const commit = commitOf({ looked });
    // What GitHub has no record of proves nothing.
    const edited = editors.value.get(node) !== null;
    const seen = { commit, tree: treeAt(commit), blobs: blobs.value };
    candidates.push({ ...said, ...who, ...seen, edited, source: "comment" });
  }
  return good(candidates);
}

async function blobsAt(
  { repository, blobs }: DecisionsInput,
  looked: readonly { commit: string; paths: string[] }[],
): Promise<Answer<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const { commit, paths } of looked) {
    const answer = await readBlobIds(repository, commit, paths, blobs);
    if (!answer.ok) return answer;
    Object.assign(found, answer.value);
  }
  return good(found);
}

async function authorsOf(
  input: DecisionsInput,
  { opener, people }: { opener: Account | null; people: Account[] },
): Promise<Answer<Map<string, Author[]>>> {
  const { repository, milestone, approvals, head, base, since } = input;
  const place = { repository, milestone, head, base, people };
  const pushes = await readPushes(place);
  if (!pushes.ok) return pushes;
  const authors = new Map<string, Author[]>();
  for (const approval of approvals) {
    const { request } = approval;
    const from = since?.get(request) ?? null;
    const answer = await readAuthors(place, approval, { pushes: pushes.value, since: from });
    if (!answer.ok) return answer;
    const person = opener?.type === "User" ? [{ id: opener.id, login: opener.login }] : [];
    authors.set(request, [...answer.value, ...person]);
  }
  return good(authors);
}

/** The work that these commits hold, by commit; one that GitHub does not have is left out. */
async function treesAt(
  { repository, milestone, approvals }: DecisionsInput,
  commits: readonly (string | null)[],
): Promise<Answer<Map<string, string>>> {
  const trees = new Map<string, string>();
  if (!approvals.some(a => a.transition === "quality_gate")) return good(trees);
  const wanted = [...new Set(commits.filter(commit => commit !== null))];
  const deliverables = `${ROOT}/deliverables/${milestone}`;
  const objects = await readObjects(
    repository,
    wanted.flatMap(commit => [`${commit}:`, `${commit}:${deliverables}`]),
  );
  if (!objects.ok) return objects;
  for (const commit of wanted) {
    const root = objects.value.get(`${commit}:`);
    const documents = objects.value.get(`${commit}:${deliverables}`);
    if (root?.kind === "folder") trees.set(commit, workTree(root.entries, documents?.oid ?? null));
  }
  return good(trees);
}

/** Permission and teams of each person, asked once in a reading. What could not be found out counts as nothing. */
class People {
  readonly #input: DecisionsInput;
  readonly #known = new Map<number, Pick<CandidateDecision, "permission" | "teams">>();

  constructor(input: DecisionsInput) {
    this.#input = input;
  }

  async ask(person: Account): Promise<Pick<CandidateDecision, "permission" | "teams">> {
    const known = this.#known.get(person.id);
    if (known) return known;
    const { repository, approvers } = this.#input;
    const permission = await readAccess(repository, person);
    const teams: string[] = [];
    for (const team of new Set(approvers.filter(a => a.includes("/")))) {
      const member = await isTeamMember(repository, team, person.login);
      if (member.ok && member.value) teams.push(team);
    }
    const found = { permission: permission.ok ? permission.value : null, teams };
    this.#known.set(person.id, found);
    return found;
  }
}
