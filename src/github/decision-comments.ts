import type { CandidateDecision } from "../milestone/approval/who-counts.ts";
import { type Command, parseComment } from "../milestone/command/command.ts";
import type { ApprovalState } from "../milestone/session/state.ts";
import { type FoundGate, gateComments } from "./gates.ts";
import type { CommentNow } from "./issue-comments.ts";
import type { GateMarker } from "./marker.ts";

/** A comment command that decides, as far as GitHub tells it without asking about the person. */
export interface CommentSaid
  extends Omit<CandidateDecision, "source" | "permission" | "teams" | "blobs" | "commit" | "edited"> {
  /** Its id for GraphQL. */
  node: string;
  /** What the gates' comments before this one listed, oldest first. */
  looked: { commit: string; paths: string[] }[];
}

/**
 * The `approve` and `reject` commands among a place's comments. Each is about what the newest gate comments before it
 * listed: the approver has seen that, not what was pushed meanwhile.
 */
export function decisionComments(
  comments: CommentNow[],
  milestone: string,
  approvals: readonly ApprovalState[],
): CommentSaid[] {
  const gates = [...gateComments(comments, milestone).values()].flat();
  const said: CommentSaid[] = [];
  for (const comment of comments) {
    if (comment.ours || !comment.user) continue;
    const parsed = parseComment(comment.body, { implied: milestone });
    if (parsed.kind !== "commands") continue;
    for (const command of parsed.commands) {
      if (command.milestone !== milestone || !isDecision(command)) continue;
      const before = gates.filter(gate => stoodBefore(gate, comment)).map(g => g.marker);
      said.push({
        verdict: command.name === "approve" ? "approved" : "changes_requested",
        id: comment.id,
        node: comment.node,
        user: comment.user,
        viaApp: comment.viaApp,
        submittedAt: comment.createdAt,
        dismissed: false,
        body: command.reason,
        lineComments: [],
        ...(command.target ? { target: command.target } : {}),
        looked: lookedAt(before, approvals, command),
      });
    }
  }
  return said;
}

/** Whoever answers within this (ms) of a gate's arrival in a comment that stood there already was looking at the others. */
const UNSEEN_MS = 5_000;

function stoodBefore({ comment, marker }: FoundGate, answer: CommentNow): boolean {
  if (comment.id >= answer.id) return false;
  return marker.added === undefined || Date.parse(answer.createdAt) >= Date.parse(marker.added) + UNSEEN_MS;
}

const isDecision = ({ name }: Command): boolean => name === "approve" || name === "reject";

/** For each gate meant, the newest of its comments. */
function lookedAt(
  before: GateMarker[],
  approvals: readonly ApprovalState[],
  { target, checkpoint }: Command,
) {
  const looked: CommentSaid["looked"] = [];
  for (const approval of approvals) {
    if (checkpoint !== null && approval.request !== `gate:${checkpoint}`) continue;
    if (target && approval.task !== target.task) continue;
    if (target?.phase && approval.phase !== target.phase) continue;
    const gate = before.findLast(marker => isSameGate(marker.request, approval.request));
    if (gate) looked.push({ commit: gate.commit, paths: Object.keys(gate.blobs) });
  }
  return looked;
}

/** Requests of one gate differ in what stands behind the attempt's mark. */
function isSameGate(a: string, b: string): boolean {
  const gate = (request: string) => (request.startsWith("gate:") ? request : request.split("#", 1)[0]);
  return gate(a) === gate(b);
}
