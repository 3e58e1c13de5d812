import { unreachable } from "../milestone/phase.ts";
import { type Answer, good } from "./answer.ts";
import {
  desiredGates,
  diffGates,
  freshGates,
  type GateContext,
  type GateWrite,
  gateComments,
  textsOf,
} from "./gates.ts";
import type { GitHubRepository } from "./github-repository.ts";
import {
  type CommentNow,
  createComment,
  deleteComment,
  foldComment,
  readComments,
  updateComment,
} from "./issue-comments.ts";
import { desiredNotices, missingNotices } from "./notices.ts";
import { readObjects } from "./objects.ts";
import { note, type Pass } from "./sync-pass.ts";
import { text } from "./text.ts";

/** A comment for the gates that open together, and the review requests that go with it. */
export async function gatesStep(pass: Pass, place: number): Promise<void> {
  const { memory, desired, repository } = pass;
  const wanted = desiredGates(desired);
  if (!wanted.length) return;
  const remembered = memory.comments;
  let there = remembered ?? (await readThem(pass, place));
  if (!there) return;
  const isAsked = (): boolean => freshGates(wanted, gateComments(there ?? [], desired.milestone)).length > 0;
  if (remembered && isAsked()) there = await readThem(pass, place);
  if (!there) return;
  const context: GateContext = {
    milestone: desired.milestone,
    head: desired.head,
    url: desired.url,
    owner: repository.owner,
    now: pass.now,
    texts: isAsked() ? await textsOfFresh(pass, wanted, there) : new Map(),
  };
  const writes = diffGates(wanted, there, context);
  let unasked: string[] = [];
  for (const write of writes) {
    const done = await writeGate(pass, place, write, unasked);
    if (!note(pass, "gates", done)) {
      // Without the comment the gate is asked for again by the next pass.
      continue;
    }
    if (write.kind === "request_reviewers") unasked = done.value.unasked;
    remember(pass, write, done.value.comment);
  }
}

/** Without them a gate is asked for all the same: its documents are linked to. */
async function textsOfFresh(
  pass: Pass,
  wanted: ReturnType<typeof desiredGates>,
  comments: CommentNow[],
): Promise<Map<string, string>> {
  const { milestone, head } = pass.desired;
  const there = gateComments(comments, milestone);
  const reading = await readObjects(pass.repository, textsOf(freshGates(wanted, there), there, head));
  if (!note(pass, "gates", reading)) return new Map();
  const texts = [...reading.value].flatMap(([expression, object]): [string, string][] =>
    object.kind === "file" && object.text !== null ? [[expression, object.text]] : [],
  );
  return new Map(texts);
}

interface GateWritten {
  comment: CommentNow | null;
  /** Approvers whom GitHub would not ask for a review. */
  unasked: string[];
}

async function writeGate(
  pass: Pass,
  place: number,
  write: GateWrite,
  unasked: string[],
): Promise<Answer<GateWritten>> {
  const { repository, memory, self } = pass;
  switch (write.kind) {
    case "request_reviewers": {
      if (!memory.pull) return good({ comment: null, unasked: [...write.reviewers, ...write.teams] });
      const asked = await requestReviewers(repository, memory.pull.number, write);
      return asked.ok ? good({ comment: null, unasked: asked.value }) : asked;
    }
    case "create_gates": {
      const body = unasked.length ? `${write.body}\n\n${text.reviewersNotAsked(unasked)}` : write.body;
      const created = await createComment(repository, place, body, self);
      return created.ok ? good({ comment: created.value, unasked }) : created;
    }
    case "update_comment": {
      // First: once the body says so, nobody looks at it again.
      if (write.fold !== undefined) {
        const folded = await foldComment(repository, write.node, write.fold);
        if (!folded.ok) return folded;
      }
      const updated = await updateComment(repository, write.id, write.body);
      return updated.ok ? good({ comment: null, unasked }) : updated;
    }
    case "delete_comment": {
      const deleted = await deleteComment(repository, write.id);
      return deleted.ok ? good({ comment: null, unasked }) : deleted;
    }
    default:
      return unreachable("write", write);
  }
}

function remember({ memory }: Pass, write: GateWrite, created: CommentNow | null): void {
  if (!memory.comments) return;
  if (created) memory.comments.push(created);
  if (write.kind === "delete_comment") memory.comments = memory.comments.filter(c => c.id !== write.id);
  if (write.kind === "update_comment") {
    const comment = memory.comments.find(c => c.id === write.id);
    if (comment) comment.body = write.body;
  }
}

/** What stakeholders are told once. */
export async function noticesStep(pass: Pass, place: number): Promise<void> {
  const { memory, desired, repository, self } = pass;
  const wanted = desiredNotices(desired, memory);
  if (!wanted.length) return;
  const remembered = memory.comments;
  let there = remembered ?? (await readThem(pass, place));
  if (!there) return;
  let missing = missingNotices(wanted, desired.milestone, there);
  if (remembered && missing.length) {
    there = await readThem(pass, place);
    if (!there) return;
    missing = missingNotices(wanted, desired.milestone, there);
  }
  for (const { body } of missing) {
    const created = await createComment(repository, place, body, self);
    if (note(pass, "notices", created)) memory.comments?.push(created.value);
  }
}

async function readThem(pass: Pass, place: number): Promise<CommentNow[] | undefined> {
  const reading = await readComments(pass.repository, place, pass.self);
  if (!note(pass, "gates", reading)) return undefined;
  pass.memory.comments = reading.value;
  return pass.memory.comments;
}

interface Reviewers {
  /** Logins. */
  reviewers: string[];
  /** Slugs of teams of the repository's own organisation. */
  teams: string[];
}

/**
 * Asks for reviews; whom GitHub refuses to ask is returned. One refused name refuses the whole request, so then
 * each is asked alone. Asking twice notifies nobody twice.
 */
async function requestReviewers(
  repository: GitHubRepository,
  pull: number,
  wanted: Reviewers,
): Promise<Answer<string[]>> {
  const all = await ask(repository, pull, wanted);
  if (all.ok) return good([]);
  if (all.failure.kind !== "invalid") return all;
  const refused: string[] = [];
  const singles: [string, Reviewers][] = [
    ...wanted.reviewers.map((name): [string, Reviewers] => [name, { reviewers: [name], teams: [] }]),
    ...wanted.teams.map((name): [string, Reviewers] => [name, { reviewers: [], teams: [name] }]),
  ];
  if (singles.length === 1) return good(singles.map(([name]) => name));
  for (const [name, single] of singles) {
    const one = await ask(repository, pull, single);
    if (one.ok) continue;
    if (one.failure.kind !== "invalid") return one;
    refused.push(name);
  }
  return good(refused);
}

function ask(repository: GitHubRepository, pull: number, { reviewers, teams }: Reviewers) {
  return repository.write(
    "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
    { pull_number: pull, reviewers, team_reviewers: teams },
    "repeatable",
  );
}
