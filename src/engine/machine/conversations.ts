import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { readNoFollow } from "../git/no-follow-fs.ts";
import { leavesTree } from "../git/path.ts";
import { removeTree } from "../process/remove-tree.ts";
import type { ModelUse } from "../profile/agent-report.ts";

/** Whose conversation it is. */
export interface Talker {
  milestone: string;
  task: string;
  phase: string;
  profile: string;
  /** In place of the profile's own; null: that. */
  model: string | null;
}

/** What is known of a conversation. */
export interface KeptConversation {
  session: string;
  /** The last attempt that had it. */
  attempt: number;
  /** What its program told of the whole conversation so far, where it counts so. */
  told: ModelUse[];
}

interface ConversationEntry extends KeptConversation, Pick<Talker, "profile" | "model"> {
  /** Relative to the folder of the program's sessions; empty: the attempt never came to its end. */
  files: string[];
}

/**
 * The conversations of phases that are not through, below the engine's own store, which no agent sees, and on no branch.
 * `folder` is where a program keeps its sessions, in the home of one attempt.
 */
export interface Conversations {
  /** The last one of the phase, as far as it can be gone on with; else why not. */
  find(talker: Talker, folder: string): KeptConversation | { why: string };
  /** Lays its files where the program looks for them. Answers the largest, or null. */
  restore(talker: Talker, folder: string): string | null;
  /** Before the attempt: a run that dies leaves a trace of it. */
  begin(talker: Talker, kept: KeptConversation): void;
  /**
   * After it: takes the files out of the program's folder, with those of `last`, of which it may have made another.
   * Answers whether it can be gone on with.
   */
  keep(talker: Talker, kept: KeptConversation, from: { folder: string; last: string }): boolean;
  drop(talker: Pick<Talker, "milestone" | "task" | "phase">): void;
}

/** A conversation is text; what is larger would not be gone on with (bytes, files). */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_FILES = 400;
/** Deeper no program keeps its sessions. */
const MOST_LEVELS = 6;

export function isSessionId(text: unknown): text is string {
  return typeof text === "string" && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

export function openConversations(root: string): Conversations {
  const placeOf = ({ milestone, task, phase }: Pick<Talker, "milestone" | "task" | "phase">): string =>
    join(root, milestone, `${task}.${phase}`);
  const write = (talker: Talker, kept: KeptConversation, files: string[]): void => {
    mkdirSync(placeOf(talker), { recursive: true, mode: 0o700 });
    const { profile, model } = talker;
    const entry: ConversationEntry = { ...kept, profile, model, files };
    writeFileSync(join(placeOf(talker), "entry.json"), JSON.stringify(entry), { mode: 0o600 });
  };
  return {
    find(talker, folder) {
      const entry = readEntry(placeOf(talker));
      if (!entry) return { why: "it is not on this machine" };
      if (entry.profile !== talker.profile || entry.model !== talker.model)
        return { why: "another agent or model had it" };
      if (entry.files.length > 0 || sessionFiles(folder, entry.session).length > 0) return entry;
      return { why: "the run that had it died" };
    },
    restore(talker, folder) {
      const entry = readEntry(placeOf(talker));
      if (!entry) return null;
      for (const file of entry.files) copy(join(placeOf(talker), "files"), folder, file);
      const sizes = sessionFiles(folder, entry.session).map(file => ({ file, size: sizeOf(folder, file) }));
      const largest = sizes.sort((a, b) => b.size - a.size)[0];
      return largest ? join(folder, largest.file) : null;
    },
    begin(talker, kept) {
      removeTree(placeOf(talker));
      write(talker, kept, []);
    },
    keep(talker, kept, { folder, last }) {
      removeTree(placeOf(talker));
      const files = sessionFiles(folder, kept.session);
      const bytes = files.reduce((sum, file) => sum + sizeOf(folder, file), 0);
      const place = join(placeOf(talker), "files");
      const isKept =
        files.length > 0 && bytes <= MOST_BYTES && files.every(file => copy(folder, place, file));
      if (isKept) write(talker, kept, files);
      // A person's own list of conversations stays as it was.
      for (const file of [...files, ...sessionFiles(folder, last)])
        rmSync(join(folder, file), { force: true });
      return isKept;
    },
    drop: talker => removeTree(placeOf(talker)),
  };
}

/** Where they are, below a repository's common git directory. */
export function conversationsFolder(gitDirectory: string): string {
  return join(gitDirectory, "milestone", "conversations");
}

/** Removes the conversations of milestones that do not go on any more; answers of which. */
export function dropEnded(root: string, goesOn: (milestone: string) => boolean): string[] {
  const ended = entriesOf(root).flatMap(({ name }) => (goesOn(name) ? [] : [name]));
  for (const milestone of ended) removeTree(join(root, milestone));
  return ended.sort();
}

function readEntry(place: string): ConversationEntry | null {
  try {
    const entry = JSON.parse(readFileSync(join(place, "entry.json"), "utf8")) as ConversationEntry;
    // A git directory may have come with the repository.
    const isWhole = isSessionId(entry.session) && Array.isArray(entry.told) && Array.isArray(entry.files);
    const isSafe = (file: unknown): boolean => typeof file === "string" && !leavesTree(file);
    return isWhole && entry.files.every(isSafe) ? entry : null;
  } catch {
    return null;
  }
}

/** What a program keeps of a session bears its name, or the name's beginning; locks are for those that run. */
function sessionFiles(folder: string, session: string): string[] {
  const short = new RegExp(`^session-.*-${session.slice(0, 8)}\\.jsonl?$`);
  const found: string[] = [];
  const walk = (path: string, isOfIt: boolean, levels: number): void => {
    for (const entry of entriesOf(join(folder, path))) {
      const its = isOfIt || entry.name.includes(session) || short.test(entry.name);
      const at = join(path, entry.name);
      if (entry.name.endsWith(".lock") || found.length >= MOST_FILES) continue;
      if (entry.isDirectory() && levels > 0) walk(at, its, levels - 1);
      else if (entry.isFile() && its) found.push(at);
    }
  };
  walk("", false, MOST_LEVELS);
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** An agent may have left links and pipes there. */
function contentOf(folder: string, path: string): Buffer | null {
  if (!existsSync(folder)) return null;
  const read = readNoFollow({ root: realpathSync(folder), path, maxBytes: MOST_BYTES });
  return read.ok ? read.content : null;
}

function sizeOf(folder: string, path: string): number {
  return lstatSync(join(folder, path), { throwIfNoEntry: false })?.size ?? 0;
}

/** Answers whether it was there to be copied. */
function copy(from: string, to: string, path: string): boolean {
  const content = contentOf(from, path);
  if (!content) return false;
  mkdirSync(dirname(join(to, path)), { recursive: true, mode: 0o700 });
  writeFileSync(join(to, path), content, { mode: 0o600 });
  return true;
}
