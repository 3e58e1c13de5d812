import { z } from "zod";
import { idProblem } from "../names.ts";
import { PHASES } from "../phase.ts";
import { checkNamed } from "../session/integrated-check.ts";

const hex = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, "no commit");

const nonce = z.string().regex(/^[0-9a-f]{16,64}$/, "no nonce");

export const phaseTicket = z.strictObject({
  task: z.string().refine(id => idProblem(id) === null, "no task's id"),
  phase: z.enum(PHASES),
  attempt: z.int().min(1).max(1_000_000),
  base: hex,
  nonce,
});
export const checkTicket = z.strictObject({
  check: z
    .string()
    .max(500)
    .refine(name => checkNamed(name) !== null, "no such check"),
  base: hex,
  nonce,
});
export type PhaseTicket = z.infer<typeof phaseTicket>;
export type CheckTicket = z.infer<typeof checkTicket>;
/** What a job is given to do. It travels as an input of the workflow, which anyone who can see the run can read. */
export type Ticket = PhaseTicket | CheckTicket;

export type TicketReading = { ok: true; ticket: Ticket } | { ok: false; message: string };

/** Reads a ticket as the workflow's input has it. */
export function readTicket(text: string): TicketReading {
  if (text.length > 2_000) return { ok: false, message: "it is too long" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, message: "it is not JSON" };
  }
  const isCheck = typeof value === "object" && value !== null && "check" in value;
  const read = (isCheck ? checkTicket : phaseTicket).safeParse(value);
  if (read.success) return { ok: true, ticket: read.data };
  const { path, message } = read.error.issues[0]!;
  return { ok: false, message: `${path.join(".") || "it"}: ${message}` };
}
