import type { ReadOutcome } from "./no-follow-fs.ts";
import type { Oid } from "./object.ts";
import type { ScannedPath } from "./scan.ts";
import type { SparseView } from "./view.ts";

export type WorkTreeChange =
  | {
      kind: "file";
      path: string;
      mode: "100644" | "100755";
      size: number;
      isNew: boolean;
      /** Bytes of the file as it was tracked; 0: it was not. */
      sizeBefore: number;
      /** Reads the bytes as they are now, never through a link. */
      read(maxBytes: number): ReadOutcome;
    }
  | Exclude<ScannedPath, { kind: "file" }>;

/** A checkout for one agent, outside the user's repository, used again and again. */
export interface WorkTree {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** The commit it was last brought to. */
  readonly commit: Oid | null;
  /**
   * Brings it to a commit: tracked files as the commit has them, untracked ones removed, ignored ones kept.
   * The first time is a full checkout, later ones write what differs. Only when no process works in it.
   */
  moveTo(commit: Oid, options?: MoveOptions): Promise<void>;
  /** What differs from the commit, by path. Untracked files count unless `.gitignore` says otherwise. */
  changes(options?: ChangesOptions): Promise<WorkTreeChange[]>;
  /** Files and folders that were found to be ignored. */
  ignored(): string[];
  /** A process is about to run here: what changes from now on is its work. */
  disturb(): void;
  /**
   * What differs from the commit now was made by the setup: it is no change, and stays where it is, until it is changed
   * again.
   */
  keepPrepared(): Promise<CheckedOut>;
  /** Whether everything that the setup made still stands, but for what commits have written over since. */
  isPrepared(): boolean;
  /**
   * Makes room for what a setup made in another tree of this repository, and takes away what an earlier setup made.
   * Answers the paths that are to be copied, after which `keepPrepared` follows; null where files of the commit's are in
   * the way.
   */
  makeRoom(made: CheckedOut): Promise<string[] | null>;
  /** Writes changes of an earlier attempt, which count as the next one's; false: a submodule cannot be brought to its commit. */
  put(changes: readonly WrittenPath[]): Promise<boolean>;
}

/** One file, or submodule, of an earlier attempt. */
export type WrittenPath =
  | { path: string; delete: true }
  | { path: string; mode: string; content: Buffer }
  | { path: string; submodule: Oid };

/** What a setup made, changed or removed, by path: the blob that stood there; null: nothing, or what git ignores. */
export type CheckedOut = ReadonlyMap<string, MadeEntry>;

export interface MadeEntry {
  from: Oid | null;
  /** The setup removed the file. */
  isGone: boolean;
}

export interface MoveOptions {
  /** Nothing has run here since the last `changes`: its findings are used instead of another walk. */
  unchangedSinceScan?: boolean;
  /** Which tracked files are left out, as git's index then says. Absent: none. */
  view?: SparseView;
  /** Where what runs next is to leave its files: not made here, but the one before is handed on where it is empty. */
  folder?: string;
}

export interface ChangesOptions {
  /** Folders whose files always count, whatever `.gitignore` says: where deliverables go. */
  always?: readonly string[];
}
