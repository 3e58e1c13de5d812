import { createHash } from "node:crypto";
import type { CommentNow } from "./comments.ts";
import type { DesiredGate } from "./desired-gate.ts";
import { REVIEWER_LIMIT } from "./limits.ts";
import { type Marker, readMarker, writeMarker } from "./marker.ts";
import type { Picture } from "./picture.ts";
import { gatePolicy } from "./policy.ts";
import { text } from "./text.ts";

export type GateMarker = Extract<Marker, { kind: "gate" }>;

export interface GateContext {
  milestone: string;
  head: string;
  /** The repository's page. */
  url: string;
  owner: string;
}

/** Every gate that was ever asked for; only open ones get a comment when there is none yet. */
export function desiredGates(picture: Picture): DesiredGate[] {
  return [...picture.state.approvals.values()].map(approval => ({
    approval,
    approvers: gatePolicy(picture, approval).approvers,
    status: approval.status,
  }));
}

export type GateWrite =
  /** Before the comment, so that a lost comment asks again and a lost request is never forgotten. */
  | { kind: "request_reviewers"; reviewers: string[]; teams: string[] }
  | { kind: "create_gate"; marker: GateMarker; body: string }
  | { kind: "update_comment"; id: number; body: string }
  | { kind: "delete_comment"; id: number };

/** Least writes: one comment for each open gate, closed ones marked so, doubles of two instances removed. */
export function diffGates(wanted: DesiredGate[], comments: CommentNow[], context: GateContext): GateWrite[] {
  const there = gateComments(comments, context.milestone);
  const fresh = wanted.filter(gate => gate.status === "open" && !there.has(gate.approval.request));
  const writes: GateWrite[] = [];
  const asked = reviewersOf(fresh, context.owner);
  if (asked.reviewers.length || asked.teams.length) writes.push({ kind: "request_reviewers", ...asked });
  for (const gate of fresh) writes.push(createGate(gate, there, context));
  for (const gate of wanted) {
    const [first, ...doubles] = there.get(gate.approval.request) ?? [];
    if (!first) continue;
    const body = settledBody(gate, first);
    if (body !== null) writes.push({ kind: "update_comment", id: first.comment.id, body });
    for (const double of doubles) writes.push({ kind: "delete_comment", id: double.comment.id });
  }
  return writes;
}

interface GateComment {
  comment: CommentNow;
  marker: GateMarker;
}

/** The gate comments of a milestone by request, oldest first. */
export function gateComments(comments: CommentNow[], milestone: string): Map<string, GateComment[]> {
  const found = new Map<string, GateComment[]>();
  for (const comment of [...comments].sort((a, b) => a.id - b.id)) {
    const marker = comment.ours ? readMarker(comment.body) : null;
    if (marker?.kind !== "gate" || marker.milestone !== milestone) continue;
    const list = found.get(marker.request);
    if (list) list.push({ comment, marker });
    else found.set(marker.request, [{ comment, marker }]);
  }
  return found;
}

function reviewersOf(gates: DesiredGate[], owner: string): { reviewers: string[]; teams: string[] } {
  const names = new Set(gates.filter(g => g.approval.kind === "approval").flatMap(g => g.approvers));
  const own = `${owner.toLowerCase()}/`;
  const teams = [...names].filter(n => n.toLowerCase().startsWith(own)).map(n => n.slice(own.length));
  const reviewers = [...names].filter(n => !n.includes("/"));
  return { reviewers: reviewers.slice(0, REVIEWER_LIMIT), teams: teams.slice(0, REVIEWER_LIMIT) };
}

function createGate(gate: DesiredGate, there: Map<string, GateComment[]>, context: GateContext): GateWrite {
  const { approval } = gate;
  const marker: GateMarker = {
    kind: "gate",
    milestone: context.milestone,
    request: approval.request,
    commit: context.head,
    blobs: Object.fromEntries(approval.deliverables.map(d => [d.path, d.blob])),
  };
  const before = approval.replaces ? there.get(approval.replaces)?.[0]?.marker : undefined;
  const changes = before ? changedSince(before, marker, context) : [];
  const body = text.gate({
    gate,
    commit: context.head,
    url: context.url,
    milestone: context.milestone,
    changes,
  });
  return { kind: "create_gate", marker, body: `${writeMarker(marker)}\n${body}` };
}

/** The deliverables that differ from what was approved, each with a link to just its difference. */
function changedSince(before: GateMarker, now: GateMarker, { url }: GateContext) {
  const paths = new Set([...Object.keys(before.blobs), ...Object.keys(now.blobs)]);
  return [...paths]
    .filter(path => before.blobs[path] !== now.blobs[path])
    .map(path => ({ path, link: differenceLink(url, before.commit, now.commit, path) }));
}

/** GitHub names a file's place on a comparison page by the SHA-256 of its path. */
export function differenceLink(url: string, from: string, to: string, path: string): string {
  const anchor = createHash("sha256").update(path, "utf8").digest("hex");
  return `${url}/compare/${from}...${to}#diff-${anchor}`;
}

/** The comment of a gate that is decided, or null when it already says so. Its list of blobs never changes. */
function settledBody(gate: DesiredGate, there: GateComment): string | null {
  const status = gate.status === "open" ? undefined : gate.status;
  if (there.marker.status === status) return null;
  const rest = afterMarker(there.comment.body);
  const { status: _, ...kept } = there.marker;
  const marker: GateMarker = status ? { ...kept, status } : kept;
  const headline = status ? text.gateSettled(gate) : "";
  return `${writeMarker(marker)}\n${headline}${text.withoutSettled(rest)}`;
}

function afterMarker(body: string): string {
  const end = body.indexOf("-->");
  return end < 0 ? body : body.slice(end + 3).replace(/^\n/, "");
}
