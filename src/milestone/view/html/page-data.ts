import type { Plan } from "../../plan/plan.ts";
import type { State } from "../../session/state.ts";
import type { ReportData } from "../report-data.ts";

/** What the page shows of a milestone; the live page and the frozen one are made of the same. */
export interface PageData {
  report: ReportData;
  plan: Plan;
  state: State;
  /** What git tells of the product; null: nothing can be told (no branch of its own). */
  made: MilestoneProduct | null;
  /** Where the repository can be looked at, with the newest commit that is known to be there; null: nowhere. */
  web: { repository: string; commit: string } | null;
  /** null: frozen, a file that nobody can press a button in. */
  live: Live | null;
}

export interface Live {
  /** Whether an engine works on the milestone: on this machine, on another one, or none. */
  engine: "here" | "elsewhere" | "none";
  /** When the remote was looked at, and why it cannot be now; null: there is none. */
  remote: { at: number | null; problem: string | null } | null;
  /** Its session runs on GitHub, which believes only what is said there. */
  isOnGitHub: boolean;
}

/** The product's own changes: everything that is not the engine's. */
export interface MilestoneProduct {
  /** Newest last. */
  commits: MadeCommit[];
  files: MadeFile[];
}

export interface MadeCommit {
  oid: string;
  subject: string;
  task: string | null;
  paths: string[];
}

export interface MadeFile {
  path: string;
  /** null: no text. */
  added: number | null;
  removed: number | null;
  /** false: it is gone again. */
  exists: boolean;
}

/** A document that a phase left. */
export interface ShownDocument {
  phase: string;
  path: string;
  /** null: it is gone from the branch. */
  text: string | null;
  /** Since it was last approved or asked about, as a unified diff; null: there is nothing to compare with. */
  diff: string | null;
}

/** Output that can be read, and followed while it grows. */
export interface ShownLog {
  name: string;
  /** What the server knows it by. */
  key: string;
  bytes: number;
}
