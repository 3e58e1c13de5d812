import type { Diagnostic } from "../milestone/diagnostic/diagnostic.ts";

/** One clear sentence about what is wrong, and one about what to do; with a place where there is one. */
export interface Complaint {
  message: string;
  remedy: string;
  file?: string;
  line?: number;
  column?: number;
  /** The rendered form with the source line, where the file was read. */
  rendered?: string;
}

/** Bad input: nothing was changed. */
export class Refusal extends Error {
  complaints: Complaint[];
  constructor(complaints: Complaint[]) {
    super(complaints.map(c => c.message).join("; "));
    this.complaints = complaints;
  }
}

export function refuse(message: string, remedy: string): never {
  throw new Refusal([{ message, remedy }]);
}

export function complaintOf(diagnostic: Diagnostic): Complaint {
  const { message, remedy, file, line, column } = diagnostic;
  return { message, remedy, file, line, column };
}
