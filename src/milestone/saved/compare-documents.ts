import { parse, stringify } from "yaml";
import type { State } from "../session/state.ts";
import { type PlanPlaces, planEdits, sessionYaml } from "./documents.ts";

/** A place where a file says something else than the log. */
export interface Difference {
  file: string;
  /** As `tasks.0.status`. */
  key: string;
  written: unknown;
  /** What follows from the log. */
  replayed: unknown;
}

export interface WrittenFile {
  path: string;
  text: string;
}

/** Keys that say when and by whom a file was written, not how the milestone is. */
const OF_THE_WRITING =
  /(^|\.)(last_update|last_calculated|saved_at|save_reason|run|git_commit|pending_commits)$/;

/** What milestone file and session file, both written from the state, say otherwise than a replay of the log. */
export function compareDocuments(
  state: State,
  files: { plan: WrittenFile; places: PlanPlaces; session: WrittenFile | null },
): Difference[] {
  const { plan, places, session } = files;
  return [
    ...differing(
      plan,
      planEdits(state, places, "").map(edit => [edit.path, edit.value]),
    ),
    ...(session ? differing(session, leaves(parse(sessionText(state, places)))) : []),
  ];
}

type Path = readonly (string | number)[];

function differing(
  { path: file, text }: WrittenFile,
  wanted: readonly (readonly [Path, unknown])[],
): Difference[] {
  const document: unknown = parse(text);
  return wanted.flatMap(([path, replayed]) => {
    const key = path.join(".");
    const written = valueAt(document, path);
    if (OF_THE_WRITING.test(key) || isSame(written ?? null, replayed ?? null)) return [];
    return [{ file, key, written: written ?? null, replayed: replayed ?? null }];
  });
}

/** The order of a map's keys says nothing. */
function isSame(one: unknown, other: unknown): boolean {
  const text = (value: unknown): string => stringify(value, { sortMapEntries: true });
  return text(one) === text(other);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === "object" && at !== null ? (at as Record<string | number, unknown>)[step] : undefined,
    value,
  );
}

function sessionText(state: State, { tasks }: PlanPlaces): string {
  const unread = { savedAt: "", reason: "", commit: "", lease: null, pending: 0 };
  return sessionYaml(state, { ...unread, plan: tasks });
}

/** Every value of a document that is no map, with its path. */
function leaves(value: unknown, path: Path = []): [Path, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, below]) => leaves(below, [...path, key]));
}
