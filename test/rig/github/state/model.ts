/** What the stand-in remembers: GitHub's nouns, as plain mutable records kept in memory. */
import type { BareRepository } from "../git/bare.ts";

export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";
export type Level = "read" | "write";
export type Permissions = { [name: string]: Level };

export interface User {
  id: number;
  login: string;
  type: "User" | "Bot" | "Organization";
}

/** A GitHub App; GitHub Actions itself is one (id 15368). */
export interface App {
  id: number;
  slug: string;
  name: string;
  owner: User;
  bot: User;
  permissions: Permissions;
  events: string[];
  createdAt: string;
}

export interface Installation {
  id: number;
  app: App;
  account: User;
  suspended: boolean;
  createdAt: string;
}

/** Whoever makes a request. */
export type Actor =
  | { kind: "anonymous"; token: "" }
  | { kind: "user"; token: string; user: User }
  | { kind: "app"; token: string; app: App }
  | {
      kind: "installation";
      token: string;
      app: App;
      user: User;
      installationId: number;
      permissions: Permissions;
      repositoryIds: number[] | null;
      expiresAt: number;
    };

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface Reaction {
  id: number;
  user: User;
  content: string;
  createdAt: string;
}

export interface Comment {
  id: number;
  issue: number;
  user: User;
  app: App | null;
  body: string;
  createdAt: string;
  updatedAt: string;
  /** When its text was last changed, and by whom; absent: never. GraphQL alone tells. */
  edit?: Edit;
  /** Minimised. */
  folded?: boolean;
  reactions: Reaction[];
}

export interface Edit {
  at: string;
  by: User;
}

export interface Issue {
  id: number;
  number: number;
  title: string;
  body: string | null;
  user: User;
  app: App | null;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | null;
  closedBy: User | null;
  closedAt: string | null;
  createdAt: string;
  updatedAt: string;
  labels: Label[];
  assignees: User[];
  pull: Pull | null;
  /** When its text was last changed, and by whom; absent: never. */
  edit?: Edit;
  /** Number of the issue that this one is a part of. */
  parent?: number;
}

/** The half of a pull request that an issue has not. */
export interface Pull {
  id: number;
  head: string;
  base: string;
  headSha: string;
  baseSha: string;
  draft: boolean;
  mergedAt: string | null;
  mergedBy: User | null;
  mergeCommit: string | null;
  requestedUsers: User[];
  requestedTeams: Team[];
  reviews: Review[];
}

/** An issue that is a pull request. */
export type PullRequest = Issue & { pull: Pull };

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";

export interface Review {
  id: number;
  user: User;
  state: ReviewState;
  body: string;
  commitId: string;
  submittedAt: string;
  updatedAt: string;
  edit?: Edit;
  /** Left by GraphQL alone; its content in capitals, as there. */
  reactions?: Reaction[];
  comments: ReviewComment[];
}

export interface ReviewComment {
  id: number;
  reviewId: number;
  user: User;
  path: string;
  line: number | null;
  side: "LEFT" | "RIGHT";
  position: number | null;
  body: string;
  commitId: string;
  createdAt: string;
  reactions?: Reaction[];
}

export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column?: number;
  end_column?: number;
  annotation_level: string;
  message: string;
  title?: string;
  raw_details?: string;
}

export interface CheckAction {
  label: string;
  description: string;
  identifier: string;
}

export interface CheckRun {
  id: number;
  app: App;
  name: string;
  headSha: string;
  externalId: string;
  detailsUrl: string | null;
  status: "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
  conclusion: string | null;
  startedAt: string;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: Annotation[];
  actions: CheckAction[];
  suiteId: number;
}

export type RunStatus = "queued" | "pending" | "in_progress" | "completed";

/** A workflow run; `inputs` are strings, as the API hands them over. */
export interface Run {
  id: number;
  number: number;
  attempt: number;
  workflow: string;
  workflowName: string;
  /** As the workflow's `run-name` makes it. */
  title: string;
  event: string;
  payload: { [key: string]: unknown };
  ref: string;
  headBranch: string;
  headSha: string;
  inputs: { [name: string]: string };
  actor: User;
  status: RunStatus;
  conclusion: string | null;
  concurrencyGroup: string | null;
  cancelRequested: boolean;
  createdAt: string;
  startedAt: string;
  updatedAt: string;
}

export interface Release {
  id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  author: User;
  createdAt: string;
}

export interface Team {
  id: number;
  org: User;
  slug: string;
  members: User[];
}

export interface Repository {
  id: number;
  owner: User;
  name: string;
  isPrivate: boolean;
  allowsDrafts: boolean;
  actionsMayCreatePulls: boolean;
  defaultBranch: string;
  createdAt: string;
  git: BareRepository;
  roles: Map<string, Role>;
  labels: Map<string, Label>;
  issues: Map<number, Issue>;
  comments: Map<number, Comment>;
  checks: Map<number, CheckRun>;
  runs: Map<number, Run>;
  artifacts: Map<number, Artifact>;
  releases: Map<number, Release>;
  workflowIds: Map<string, number>;
  rules: { branch: string; type: string; parameters?: { [key: string]: unknown } }[];
  /** Branch name → oid as last announced, so that a push is told from what was known. */
  knownRefs: Map<string, string>;
  /** Every move of a branch or tag, and whose it was, oldest first. */
  activity: RefMove[];
}

/** What a run left. A test may take it away, spoil it, or let it expire. */
export interface Artifact {
  id: number;
  /** Of the workflow run. */
  run: number;
  name: string;
  /** A zip file. */
  archive: Buffer;
  digest: string;
  expired: boolean;
  createdAt: string;
}

export interface RefMove {
  id: number;
  ref: string;
  before: string | null;
  after: string | null;
  at: string;
  by: User;
  kind: "push" | "force_push" | "branch_creation" | "branch_deletion";
}
