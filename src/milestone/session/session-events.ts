import { z } from "zod";
import {
  commandAccepted,
  person,
  personsReason,
  reason,
  SESSION_STATUSES,
  type SessionOpening,
  sessionOpening,
  text,
  whole,
} from "./event-data.ts";
import { kind, type Logged } from "./event-kind.ts";
import { haltTickets, type State } from "./state.ts";

/** Sessions and the lease: who works on the branch, and how that ended. */
export const sessionEvents = {
  session_started: kind({
    says: "a session was opened and the branch's lease taken",
    log: "execution",
    data: sessionOpening,
    fold: open,
  }),
  session_resumed: kind({
    says: "a later run goes on with the session",
    log: "execution",
    data: sessionOpening.extend({ from: z.enum([...SESSION_STATUSES, "crashed"]) }),
    fold: open,
  }),
  session_interrupted: kind({
    says: "a signal ended the run",
    log: "execution",
    data: reason,
    fold: (state, { data }) =>
      endRun(state, { session: "interrupted", reason: data.reason, milestone: "paused" }),
  }),
  session_paused: kind({
    says: "a person or the time budget paused the session",
    log: "execution",
    data: z.object({ reason: text, by: person.optional() }),
    fold: (state, { data, timestamp }) => {
      if (data.by) haltTickets(state, timestamp);
      endRun(state, { session: "paused", reason: data.reason, milestone: "paused" });
    },
  }),
  /** The run ends while the milestone waits; the session goes on later under the same id. */
  session_suspended: kind({
    says: "the run ended because only a gate, a question, a limit or a blocker is left, or another run owns the branch",
    log: "execution",
    data: z.object({
      status: z.enum(["waiting_approval", "waiting_answer", "waiting_limit", "blocked", "in_progress"]),
      reason: text,
    }),
    fold: (state, { data: { status, reason } }) =>
      endRun(state, { session: status === "in_progress" ? "suspended" : status, reason, milestone: status }),
  }),
  session_ended: kind({
    says: "the milestone was completed, cancelled or postponed",
    log: "execution",
    data: z.object({ status: z.enum(["completed", "cancelled", "postponed"]) }),
    fold: (state, { data: { status }, timestamp }) => {
      endRun(state, { session: status, reason: "", milestone: status });
      state.endedAt = timestamp;
    },
  }),
  lease_released: kind({
    says: "a person freed a stuck lease",
    log: "execution",
    data: personsReason.extend({ epoch: whole }),
    fold: (state, { data }) => {
      state.lease = null;
      state.epoch = Math.max(state.epoch, data.epoch);
    },
  }),
  command_accepted: kind({
    says: "a person's command was carried out",
    log: "execution",
    data: commandAccepted,
    fold: (state, { data }) => {
      if (data.request) state.requests.add(data.request);
    },
  }),
};

function open(state: State, event: Logged<SessionOpening>): void {
  const { lease, strategy, agents, monitoring, request } = event.data;
  const known = state.session?.id === event.session_id ? state.session : null;
  state.session = {
    id: event.session_id,
    runId: lease.run_id,
    status: "active",
    startedAt: known?.startedAt ?? event.timestamp,
    resumedAt: known ? event.timestamp : null,
    strategy,
    agents,
    monitoring,
    reason: "",
    gitIntegration: event.data.git_integration ?? true,
  };
  state.lease = lease;
  state.epoch = Math.max(state.epoch, lease.epoch);
  if (!event.data.goes_on) Object.assign(state, { agentsLimit: null, outcomes: [], autoChose: null });
  state.endedAt = null;
  if (request) state.requests.add(request);
  if (state.activatedAt) state.status = "in_progress";
}

interface RunEnding {
  session: NonNullable<State["session"]>["status"];
  reason: string;
  milestone: State["status"];
}

function endRun(state: State, { session, reason, milestone }: RunEnding): void {
  if (state.session) Object.assign(state.session, { status: session, reason });
  state.lease = null;
  state.status = milestone;
}
