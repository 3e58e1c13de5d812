/** Why a run came to rest. */
export type Rest =
  | { kind: "completed" }
  | { kind: "waiting_approval" }
  | { kind: "blocked" }
  | { kind: "paused"; reason: string }
  | { kind: "interrupted"; reason: string }
  | { kind: "fenced"; message: string };
