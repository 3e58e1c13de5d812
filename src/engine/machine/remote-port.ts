import type { GitRemoteFailure as GitFailure, GitRemote } from "../git/git-remote.ts";
import type { Remote, RemoteFailure } from "../ports.ts";

/** The engine's view of `origin`. */
export function remotePort(git: GitRemote): Remote {
  return {
    url: git.url,
    async fetch(ref, options) {
      const result = await git.fetch(ref, options);
      return result.ok ? result : failure(result);
    },
    async fetchAll(tips) {
      const result = await git.fetchAll(tips);
      return result.ok ? result : failure(result);
    },
    async push(ref, oid, expected) {
      const result = await git.push({ ref, oid, expected });
      if (result.ok) return result;
      if (result.reason === "stale") return { ok: false, reason: "stale", actual: result.actual ?? null };
      return failure(result);
    },
    async tag(name, oid, expected) {
      const result = await git.pushTag(name, oid, expected);
      if (result.ok) return result;
      return result.reason === "stale"
        ? { ok: false, reason: "denied", message: `the tag ${name} exists already on another commit` }
        : failure(result);
    },
    locks: {
      async list(prefix) {
        const result = await git.list(prefix);
        return result.ok ? result : failure(result);
      },
      async swap(ref, expected, oid) {
        const result = await git.swapLock({ ref, expected, oid });
        if (result.ok) return result;
        return result.reason === "stale" ? { ok: false, reason: "stale" } : failure(result);
      },
    },
  };
}

function failure(result: GitFailure): RemoteFailure {
  const { message } = result;
  switch (result.reason) {
    case "denied":
    case "name-taken":
    case "auth":
    case "damaged":
    case "unreachable":
    case "timeout":
      return { ok: false, reason: result.reason, message };
    case "missing":
      return {
        ok: false,
        reason: "missing",
        message: message || "no such repository, or the token may not see it",
      };
    case "stale":
      return { ok: false, reason: "unreachable", message };
    default:
      return result.reason satisfies never;
  }
}
