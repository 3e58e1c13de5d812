import { createHash } from "node:crypto";
import type { DesiredState } from "./desired-state.ts";
import {
  type AskedGate,
  askGates,
  askSections,
  type DesiredGate,
  decidedSection,
  type GateComment,
  groupedSections,
  readGateComment,
  SECTIONS_LIMIT,
  writeGateComment,
} from "./gate-comment.ts";
import type { CommentNow } from "./issue-comments.ts";
import { REVIEWER_LIMIT } from "./limits.ts";
import { type GateMarker, writeMarker } from "./marker.ts";
import { gatePolicy } from "./rules.ts";

export interface GateContext {
  milestone: string;
  head: string;
  /** The repository's page. */
  url: string;
  owner: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** What files hold, by `<commit>:<path>`, as far as it is known. */
  texts: ReadonlyMap<string, string>;
}

/** Every gate that was ever asked for; only open ones get a comment when there is none yet. */
export function desiredGates({ state, ...source }: DesiredState): DesiredGate[] {
  const titles = new Map(source.plan.tasks.map(({ id, title }) => [id, title]));
  return [...state.approvals.values()].map(approval => ({
    approval,
    title: titles.get(approval.task ?? "") ?? null,
    approvers: gatePolicy(source, approval).approvers,
    status: approval.status,
  }));
}

export type GateWrite =
  /** Before the comment, so that a lost comment asks again and a lost request is never forgotten. */
  | { kind: "request_reviewers"; reviewers: string[]; teams: string[] }
  | { kind: "create_gates"; body: string }
  /** `fold`: whether it is folded away from now on; absent: as it is. */
  | { kind: "update_comment"; id: number; node: string; body: string; fold?: boolean }
  | { kind: "delete_comment"; id: number };

/**
 * Least writes: one comment for all gates that open together. Those that open while it still has an open one, for people
 * who were told of it, join it without telling them again. Decided ones are marked so and the whole comment folded when
 * all are, doubles of two instances removed.
 */
export function diffGates(wanted: DesiredGate[], comments: CommentNow[], context: GateContext): GateWrite[] {
  const there = gateComments(comments, context.milestone);
  const fresh = freshGates(wanted, there);
  const writes: GateWrite[] = [];
  const asked = reviewersOf(fresh, context.owner);
  if (asked.reviewers.length || asked.teams.length) writes.push({ kind: "request_reviewers", ...asked });
  const all = fresh.map(gate => askedGate(gate, there, context));
  const byRequest = new Map(wanted.map(gate => [gate.approval.request, gate]));
  const own = ownComments(comments, context.milestone);
  const grown = joinOpen(own.at(-1), { asked: all, byRequest, context });
  if (!grown)
    for (const group of grouped(all))
      writes.push({ kind: "create_gates", body: askGates(group, context.milestone, context.url) });
  const seen = new Set<string>();
  for (const comment of own) {
    const isGrown = grown?.comment === comment.comment;
    const write = settle(isGrown ? grown : comment, {
      byRequest,
      seen,
      milestone: context.milestone,
      isGrown,
    });
    if (write) writes.push(write);
  }
  return writes;
}

interface Joining {
  asked: AskedGate[];
  byRequest: ReadonlyMap<string, DesiredGate>;
  context: GateContext;
}

/** The newest comment with the gates added to those that it asks for; null where they are to be a comment of their own. */
function joinOpen(
  newest: ReadComment | undefined,
  { asked, byRequest, context }: Joining,
): ReadComment | null {
  if (!newest || asked.length === 0) return null;
  const { markers, sections } = newest.parts;
  if (sections.length !== markers.length || markers.length + asked.length > GROUP) return null;
  const gates = markers.map(({ request }) => byRequest.get(request));
  const open = gates.filter(gate => gate?.status === "open") as DesiredGate[];
  const told = new Set(open.flatMap(toBeTold));
  if (open.length === 0 || asked.some(({ gate }) => toBeTold(gate).some(name => !told.has(name))))
    return null;
  const added = new Date(context.now).toISOString();
  const all = [...markers, ...asked.map(({ marker }) => ({ ...marker, added }))];
  const before = gates[0] && groupedSections(sections, gates[0], context.milestone);
  if (!before) return null;
  const more = askSections(asked, { ...context, room: SECTIONS_LIMIT - before.join("").length });
  if (!more || all.map(writeMarker).join("").length > MARKER_CHARS) return null;
  return { comment: newest.comment, parts: { markers: all, sections: [...before, ...more] } };
}

/** Who decides; a gate that names nobody is for all who may write, whom GitHub tells by the comment alone. */
function toBeTold({ approval, approvers }: DesiredGate): string[] {
  if (approval.kind === "manual") return ["manual"];
  return approvers.length > 0 ? approvers.map(name => `@${name.toLowerCase()}`) : ["anyone"];
}

interface ReadComment {
  comment: CommentNow;
  parts: GateComment;
}

export interface FoundGate {
  comment: CommentNow;
  marker: GateMarker;
}

/** Our comments that ask for gates of a milestone, oldest first. */
function ownComments(comments: CommentNow[], milestone: string): ReadComment[] {
  return [...comments]
    .sort((a, b) => a.id - b.id)
    .flatMap(comment => {
      const parts = comment.ours ? readGateComment(comment.body, milestone) : null;
      return parts ? [{ comment, parts }] : [];
    });
}

/** Where each gate of a milestone was asked for, by request, oldest first. */
export function gateComments(comments: CommentNow[], milestone: string): Map<string, FoundGate[]> {
  const found = new Map<string, FoundGate[]>();
  for (const { comment, parts } of ownComments(comments, milestone))
    for (const marker of parts.markers)
      found.set(marker.request, [...(found.get(marker.request) ?? []), { comment, marker }]);
  return found;
}

/** The open gates that no comment asks for. */
export function freshGates(wanted: DesiredGate[], there: Map<string, FoundGate[]>): DesiredGate[] {
  return wanted.filter(gate => gate.status === "open" && !there.has(gate.approval.request));
}

/** What is to be read, as `<commit>:<path>`, to show these gates: their documents, and what was approved before. */
export function textsOf(fresh: DesiredGate[], there: Map<string, FoundGate[]>, head: string): string[] {
  return fresh.flatMap(({ approval }) => {
    const now = approval.deliverables.slice(0, SHOWN).map(({ path }) => `${head}:${path}`);
    const before = there.get(approval.replaces ?? "")?.[0]?.marker;
    if (!before) return now;
    const old = Object.keys(before.blobs).slice(0, SHOWN);
    return [...now, ...old.map(path => `${before.commit}:${path}`)];
  });
}

/** Documents of one gate whose text is shown; the others are linked to. */
const SHOWN = 10;
/** Gates of one comment, and characters of their markers: GitHub's limit for a body is 65,536. */
const GROUP = 12;
const MARKER_CHARS = 20_000;

function grouped(asked: AskedGate[]): AskedGate[][] {
  const groups: AskedGate[][] = [];
  let chars = 0;
  for (const each of asked) {
    const { length } = writeMarker(each.marker);
    const last = groups.at(-1);
    if (last && last.length < GROUP && chars + length <= MARKER_CHARS) {
      last.push(each);
      chars += length;
    } else {
      groups.push([each]);
      chars = length;
    }
  }
  return groups;
}

function reviewersOf(gates: DesiredGate[], owner: string): { reviewers: string[]; teams: string[] } {
  const names = new Set(gates.filter(g => g.approval.kind === "approval").flatMap(g => g.approvers));
  const own = `${owner.toLowerCase()}/`;
  const teams = [...names].filter(n => n.toLowerCase().startsWith(own)).map(n => n.slice(own.length));
  const reviewers = [...names].filter(n => !n.includes("/"));
  return { reviewers: reviewers.slice(0, REVIEWER_LIMIT), teams: teams.slice(0, REVIEWER_LIMIT) };
}

function askedGate(gate: DesiredGate, there: Map<string, FoundGate[]>, context: GateContext): AskedGate {
  const { approval } = gate;
  const { head: commit, milestone, texts } = context;
  const marker: GateMarker = {
    kind: "gate",
    milestone,
    request: approval.request,
    commit,
    blobs: Object.fromEntries(approval.deliverables.map(d => [d.path, d.blob])),
  };
  const before = there.get(approval.replaces ?? "")?.[0]?.marker;
  const own = approval.deliverables.flatMap(({ path }): [string, string][] => {
    const text = texts.get(`${commit}:${path}`);
    return text === undefined ? [] : [[path, text]];
  });
  return { gate, marker, changes: before ? changedSince(before, marker, context) : [], texts: new Map(own) };
}

/** The deliverables that differ from what was approved. */
function changedSince(before: GateMarker, now: GateMarker, { url, texts }: GateContext) {
  const paths = new Set([...Object.keys(before.blobs), ...Object.keys(now.blobs)]);
  const textAt = ({ commit, blobs }: GateMarker, path: string): string | null =>
    path in blobs ? (texts.get(`${commit}:${path}`) ?? null) : "";
  return [...paths]
    .filter(path => before.blobs[path] !== now.blobs[path])
    .map(path => ({
      path,
      link: differenceLink(url, before.commit, now.commit, path),
      before: textAt(before, path),
      after: textAt(now, path),
    }));
}

/** GitHub names a file's place on a comparison page by the SHA-256 of its path. */
export function differenceLink(url: string, from: string, to: string, path: string): string {
  const anchor = createHash("sha256").update(path, "utf8").digest("hex");
  return `${url}/compare/${from}...${to}#diff-${anchor}`;
}

interface Settling {
  byRequest: ReadonlyMap<string, DesiredGate>;
  /** Requests that an older comment asks for. */
  seen: Set<string>;
  milestone: string;
  /** Gates were added to it. */
  isGrown: boolean;
}

/**
 * How a comment comes to say what became of its gates, or null when it does. Their lists of blobs never change. One
 * with a gate that the log does not know, or whose text somebody changed, is left as it is.
 */
function settle(
  { comment, parts }: ReadComment,
  { byRequest, seen, milestone, isGrown }: Settling,
): GateWrite | null {
  const { markers, sections } = parts;
  const asked = markers.map(({ request }) => byRequest.get(request));
  const isDouble = markers.map(({ request }) => seen.has(request));
  for (const { request } of markers) seen.add(request);
  if (isDouble.every(Boolean)) return { kind: "delete_comment", id: comment.id };
  if (sections.length !== markers.length) return null;
  const kept: { marker: GateMarker; gate: DesiredGate; section: string }[] = [];
  for (const [at, { status: _, ...marker }] of markers.entries()) {
    const gate = asked[at];
    if (!gate) return null;
    const status = statusOf(gate);
    const section = decidedSection(gate, sections[at]!);
    if (!isDouble[at]) kept.push({ marker: status ? { ...marker, status } : marker, gate, section });
  }
  const isSaid = kept.every(({ gate }, at) => markers[at]!.status === statusOf(gate));
  if (isSaid && kept.length === markers.length && !isGrown) return null;
  const gates = kept.map(({ gate }) => gate);
  const now = { markers: kept.map(({ marker }) => marker), sections: kept.map(({ section }) => section) };
  const was = markers.every(({ status }) => status !== undefined);
  const is = gates.every(({ status }) => status !== "open");
  const { id, node } = comment;
  const body = writeGateComment(now, gates, milestone);
  return { kind: "update_comment", id, node, body, ...(was === is ? {} : { fold: is }) };
}

const statusOf = ({ status }: DesiredGate): GateMarker["status"] => (status === "open" ? undefined : status);
