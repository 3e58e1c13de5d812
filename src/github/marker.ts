/**
 * What a comment, an issue or a pull request is to us, written in its own body where nobody sees it: GitHub is
 * the only database. Only a bot's marker counts, for anybody can type one.
 */
export type Marker =
  /** `seq` and `session`: the log line that the text was made of; an older text never replaces a newer one. */
  | { kind: "dashboard"; milestone: string; session: string; seq: number }
  | { kind: "tracking"; milestone: string; session: string; seq: number }
  | {
      kind: "gate";
      milestone: string;
      request: string;
      /** What the comment lists: the commit, and the blob of each deliverable at it. */
      commit: string;
      blobs: Record<string, string>;
      /** When it came to gates that the comment asked for already (RFC 3339): an answer before this did not see it. */
      added?: string;
      /** Set when the gate is no longer open. */
      status?: "granted" | "rejected" | "void";
    }
  /** `resolved`: the time in the log at which it was; the issue was then closed by us, not by a person. */
  | { kind: "blocker"; milestone: string; blocker: string; resolved?: string }
  | { kind: "notice"; milestone: string; key: string }
  /** A drafted plan's pull request: the commit that its text was made of. */
  | { kind: "plan"; milestone: string; commit: string }
  | { kind: "reply"; to: string };

export type GateMarker = Extract<Marker, { kind: "gate" }>;

const KINDS: ReadonlySet<string> = new Set<Marker["kind"]>([
  "dashboard",
  "tracking",
  "gate",
  "blocker",
  "notice",
  "plan",
  "reply",
]);
const OPEN = "<!-- milestone:";
const CLOSE = " -->";
/** A marker stands in the first characters of a body, so that cutting the body never loses it. */
const SEARCHED = 60_000;

/** One HTML comment. No name in it can end the comment early. */
export function writeMarker(marker: Marker): string {
  const { kind, ...data } = marker;
  const json = JSON.stringify(data).replace(
    /[<>&-]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${OPEN}${kind} ${json}${CLOSE}`;
}

/** The markers in a body's first lines, and what stands below them. Texts of others come after, so that none counts. */
export function readLeadingMarkers(body: string): { markers: Marker[]; rest: string } {
  const markers: Marker[] = [];
  let rest = body;
  while (rest.startsWith(OPEN)) {
    const end = rest.indexOf(CLOSE);
    const marker = end < 0 ? null : readMarker(rest.slice(0, end + CLOSE.length));
    if (!marker) break;
    markers.push(marker);
    rest = rest.slice(end + CLOSE.length).replace(/^\r?\n/, "");
  }
  return { markers, rest };
}

/** The first marker of a body, in linear time; null when there is none that can be read. */
export function readMarker(body: string | null | undefined): Marker | null {
  if (!body) return null;
  const start = body.slice(0, SEARCHED).indexOf(OPEN);
  if (start < 0) return null;
  const end = body.indexOf(CLOSE, start);
  if (end < 0) return null;
  const inner = body.slice(start + OPEN.length, end);
  const space = inner.indexOf(" ");
  if (space < 0) return null;
  const kind = inner.slice(0, space);
  if (!KINDS.has(kind)) return null;
  let data: unknown;
  try {
    data = JSON.parse(inner.slice(space + 1));
  } catch {
    return null;
  }
  return complete(kind as Marker["kind"], data);
}

function complete(kind: Marker["kind"], data: unknown): Marker | null {
  if (typeof data !== "object" || data === null) return null;
  const fields = data as Record<string, unknown>;
  const text = (...names: string[]) => names.every(n => typeof fields[n] === "string");
  const good =
    kind === "gate"
      ? text("milestone", "request", "commit") && isBlobs(fields.blobs)
      : kind === "blocker"
        ? text("milestone", "blocker")
        : kind === "notice"
          ? text("milestone", "key")
          : kind === "plan"
            ? text("milestone", "commit")
            : kind === "reply"
              ? text("to")
              : text("milestone", "session") && typeof fields.seq === "number";
  return good ? ({ kind, ...fields } as Marker) : null;
}

function isBlobs(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every(blob => typeof blob === "string")
  );
}

/** Ends the part of a body that is ours; what people wrote around it stays theirs. */
export const SECTION_END = "<!-- /milestone -->";
const SECTION_START = "<!-- milestone:";

interface BodyParts {
  before: string;
  ours: string | null;
  after: string;
}

function parts(body: string): BodyParts {
  const start = body.indexOf(SECTION_START);
  if (start < 0) return { before: body, ours: null, after: "" };
  const end = body.indexOf(SECTION_END, start);
  const stop = end < 0 ? body.length : end + SECTION_END.length;
  return { before: body.slice(0, start), ours: body.slice(start, stop), after: body.slice(stop) };
}

/** The body with our part replaced, or put behind a person's text. `section` begins with its marker. */
export function replaceSection(body: string, section: string): string {
  const { before, ours, after } = parts(body);
  const whole = `${section}\n${SECTION_END}`;
  if (ours === null) return before.trim() === "" ? whole : `${before.trimEnd()}\n\n${whole}`;
  return `${before}${whole}${after}`;
}

/** Characters of a body that are not ours. */
export function othersLength(body: string): number {
  const { before, after } = parts(body);
  return before.length + after.length;
}

/** The marker of our part of a body. */
export function sectionMarker(body: string) {
  const { ours } = parts(body);
  return ours === null ? null : readMarker(ours);
}
