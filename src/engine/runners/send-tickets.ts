import { type OpenCheck, type OpenTicket, openCheck, openTickets } from "../../milestone/runners/ledger.ts";
import type { Ticket } from "../../milestone/runners/ticket.ts";
import { checkWords } from "../../milestone/session/integrated-check.ts";
import type { State } from "../../milestone/session/state.ts";
import { counted } from "../../milestone/text/sanitise.ts";
import type { Ports } from "../ports.ts";
import { block } from "../run/record-blocker.ts";
import type { Run } from "../run/run-context.ts";

/**
 * Starts a job for each ticket that is out and was not sent. What they work on is the branch as it is pushed, which
 * holds their tickets. Who dies in between sends them once more: an older job's work then lands no more.
 */
export async function sendTickets(run: Run): Promise<void> {
  const { journal, ports } = run;
  const jobs = ports.jobs!;
  const base = journal.tip;
  for (const { id, task, phase, attempt, base: sent } of openTickets(journal.state)) {
    if (sent !== null) continue;
    const where = { task_id: task, phase, agent: "session_manager" } as const;
    const started = await jobs.start(journal.milestone, { task, phase, attempt, base, nonce: id });
    if (started.ok) {
      journal.record({ event: "ticket_sent", ...where, data: { ticket: id, base, run: started.run } });
      continue;
    }
    const message = `no job could be started for ${task}/${phase}: ${started.message}`;
    journal.record({ event: "phase_interrupted", ...where, data: { attempt, reason: message } });
    block(journal, { type: "dependency_unavailable", task, phase, message });
  }
  await sendCheck(run);
}

async function sendCheck({ journal, ports }: Run): Promise<void> {
  const out = openCheck(journal.state);
  if (!out || out.base !== null) return;
  const { id: ticket, check } = out;
  const base = journal.tip;
  const agent = "session_manager";
  const started = await ports.jobs!.start(journal.milestone, { check, base, nonce: ticket });
  if (started.ok) {
    journal.record({ event: "check_sent", agent, data: { ticket, check, base, run: started.run } });
    return;
  }
  const message = `no job could be started for ${checkWords(check)}: ${started.message}`;
  journal.record({ event: "check_lost", agent, data: { ticket, check, reason: message } });
  block(journal, { type: "dependency_unavailable", about: check, message });
}

/** A ticket whose run is over, and nothing of it was taken. */
export interface GoneTicket {
  ticket: Ticket;
  run: string;
}

/** Of the tickets that are out, those whose run ended without its result having been taken; one call to GitHub. */
export async function lostTickets(
  { journal, ports }: Run,
  taken: ReadonlySet<string>,
): Promise<GoneTicket[]> {
  const { own, over } = ports.jobs!;
  const check = openCheck(journal.state);
  const out = [...openTickets(journal.state), ...(check ? [check] : [])];
  const asked = out.filter(({ id, run, base }) => base !== null && !taken.has(id) && (run ?? "") !== own);
  if (asked.length === 0) return [];
  const since = asked.map(({ issuedAt }) => issuedAt).sort()[0]!;
  const gone = await over(asked, since);
  return asked.flatMap(out => {
    const ended = gone.get(out.id);
    return ended === undefined ? [] : [{ ticket: ticketOf(out), run: ended }];
  });
}

function ticketOf(out: OpenTicket | OpenCheck): Ticket {
  const { id: nonce, base } = out;
  if ("check" in out) return { check: out.check, base: base!, nonce };
  const { task, phase, attempt } = out;
  return { task, phase, attempt, base: base!, nonce };
}

/** The runs that do what a person's command ends; to be asked before it is carried out. */
export function runsEndedBy(state: State, given: { command: string; task?: string | undefined }): string[] {
  const all = ["pause", "postpone", "cancel"].includes(given.command);
  const one = ["skip", "retry"].includes(given.command) && given.task !== undefined;
  if (!all && !one) return [];
  const out = openTickets(state).filter(({ task }) => all || task === given.task);
  const check = all ? openCheck(state) : null;
  return [...out, ...(check ? [check] : [])].flatMap(({ run }) => run ?? []);
}

/** Ends jobs whose work is not wanted any more, so that they cost no more minutes. What fails is only told. */
export async function endJobs(
  { jobs, narrator }: Pick<Ports, "jobs" | "narrator">,
  runs: string[],
): Promise<void> {
  if (runs.length === 0) return;
  if (!jobs) {
    const many = counted(runs.length, "run");
    return narrator.warn(
      `${many} on GitHub cannot be ended from here, and cost minutes until they end: ${runs.join(", ")}`,
    );
  }
  for (const problem of await jobs.cancel(runs)) narrator.warn(problem);
}

/** 128 bits that name one handing out. */
export function newNonce(random: () => number): string {
  const word = (): string =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  return word() + word() + word() + word();
}
