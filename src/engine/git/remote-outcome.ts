import type { Oid } from "./object.ts";
import type { GitResult } from "./safe-git.ts";

/** Why talking to the remote failed. */
export type RemoteFailureReason =
  /** Somebody else moved the ref; `actual` is where it is now. */
  | "stale"
  /** The remote understood and said no: a hook, a protected branch, a token without the right. */
  | "denied"
  /** Another ref's name bars this one's: `milestone` that of `milestone/m`. */
  | "name-taken"
  /** No credentials, or wrong ones. */
  | "auth"
  /** No such repository (GitHub says so too where the token may not see it). */
  | "missing"
  /** The remote could not store what it was sent: no room, no right to write, or a damaged repository. */
  | "damaged"
  | "unreachable"
  | "timeout";

export interface GitRemoteFailure {
  ok: false;
  reason: RemoteFailureReason;
  /** Whether the same call may succeed later by itself. */
  retriable: boolean;
  /** The remote's own first lines, without control characters and without credentials. */
  message: string;
  /** For `stale`: the object the ref points at now, null when it is gone. */
  actual?: Oid | null;
}

const MESSAGE_LINES = 6;
const LINE_LENGTH = 200;

/** What a person should read of git's words: no escapes, no progress, no userinfo of URLs, no secret. */
export function cleanMessage(text: string, secret?: string): string {
  const hidden = secret ? text.replaceAll(secret, "***") : text;
  return hidden
    .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "")
    .split(/[\r\n]+/)
    .map(line => line.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "").replace(/:\/\/[^/@\s]*@/g, "://"))
    .map(line => line.trim().slice(0, LINE_LENGTH))
    .filter(line => line !== "" && !/^(To |Done|hint: |Everything up-to-date)/.test(line))
    .slice(0, MESSAGE_LINES)
    .join("\n");
}

/** What can be done about a rule of the branch that the server names. */
const RULES: readonly [RegExp, string][] = [
  [
    /verified signatures?|must be signed|require[sd]? signed/i,
    "give the milestone a key to sign with (`signing: { format: ssh, key: SIGNING_KEY }` in .milestones/config.yaml), or except milestone/** from the rule that wants signed commits",
  ],
  [/linear history|merge commits/i, "except milestone/** from the rule on linear history"],
  [
    /required status check|status checks? (?:is|are) expected/i,
    "except milestone/** from the rule on status checks",
  ],
  [
    /through a pull request|changes must be made/i,
    "except milestone/** from the rule that asks for pull requests",
  ],
];

function withRemedy(message: string): string {
  const remedy = RULES.find(([sign]) => sign.test(message))?.[1];
  return remedy === undefined ? message : `${message}; ${remedy}`;
}

/** What a server says whose own store fails, in a push's verdict too. */
const DAMAGED =
  /unpacker error|unpack failed|missing necessary objects|unable to migrate objects|unable to write|No space left on device|insufficient permission for adding an object|bad object|is corrupt/i;

/** Checked in order; the first that matches git's standard error decides. */
const SIGNS: readonly [RegExp, RemoteFailureReason, boolean][] = [
  [/The requested URL returned error: 429|rate limit/i, "unreachable", true],
  [new RegExp(`^remote: .*(?:${DAMAGED.source})`, "im"), "damaged", true],
  [
    /The requested URL returned error: 403|Permission to \S+ denied|Write access to repository not granted/i,
    "denied",
    false,
  ],
  [/remote rejected|pre-receive hook declined|protected branch|GH\d{3}:/i, "denied", false],
  [
    /Authentication failed|could not read (Username|Password)|terminal prompts disabled|error: 401/i,
    "auth",
    false,
  ],
  [/Permission denied \(|Host key verification failed|Invalid username or (token|password)/i, "auth", false],
  [
    /does not appear to be a git repository|repository '?.*'? not found|Repository not found|error: 404/i,
    "missing",
    false,
  ],
  [/unsupported URL|transport '\S+' not allowed|remote helper|is not a valid/i, "missing", false],
];

/** Sorts a failed call. What is not recognised counts as unreachable, and may be tried again. */
export function remoteFailure(result: GitResult, secret?: string): GitRemoteFailure {
  const message = cleanMessage(result.stderr, secret);
  if (result.timedOut)
    return {
      ok: false,
      reason: "timeout",
      retriable: true,
      message: message || "the remote does not answer",
    };
  for (const [sign, reason, retriable] of SIGNS) {
    if (sign.test(result.stderr)) return { ok: false, reason, retriable, message: withRemedy(message) };
  }
  return { ok: false, reason: "unreachable", retriable: true, message };
}

/** The verdicts of `git push --porcelain` that mean another writer was there first. */
const STALE =
  /stale info|fetch first|non-fast-forward|already exists|failed to update ref|cannot lock ref|incorrect old value/i;

/** Sorts a failed push by the verdict on its ref; `stale` still lacks the ref's present object. */
export function pushFailure(result: GitResult, secret?: string): GitRemoteFailure {
  const verdict = /^!\t[^\t]*\t(.*)$/m.exec(result.stdout.toString("utf8"))?.[1];
  if (verdict === undefined || result.timedOut) return remoteFailure(result, secret);
  const message = cleanMessage(`${verdict}\n${result.stderr}`, secret);
  // First: a store that fails says of the ref that it was not updated.
  if (DAMAGED.test(verdict)) return { ok: false, reason: "damaged", retriable: true, message };
  const reason = STALE.test(verdict) ? "stale" : "denied";
  return { ok: false, reason, retriable: false, message: withRemedy(message) };
}
