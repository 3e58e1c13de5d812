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

/** What to say of an error that is nobody's input: a fault of the machine where it is one, else of the program. */
export function faultText(error: unknown): { message: string; remedy: string } {
  const message = error instanceof Error ? error.message : String(error);
  if ((error as NodeJS.ErrnoException | null)?.syscall === "spawn git") {
    return {
      message: `git cannot be started (${message})`,
      remedy: "install git, and see that its folder is in PATH",
    };
  }
  if (error instanceof Error && "remedy" in error) return { message, remedy: String(error.remedy) };
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case "ENOSPC":
    case "EDQUOT":
      return {
        message: `the disk is full (${message})`,
        remedy: "free some space and start again: the milestone goes on from its last commit",
      };
    case "EIO":
    case "EROFS":
      return {
        message: `the disk cannot be written (${message})`,
        remedy: "start again on a sound disk, or in a fresh clone: what was pushed is safe",
      };
    case "EACCES":
    case "EPERM":
      return {
        message: `a file may not be written (${message})`,
        remedy: "give this user the right to write to the repository, then start again",
      };
    default:
      return {
        message,
        remedy: "this is a fault of the program or the machine; what was committed is safe, so start again",
      };
  }
}

/** A line of a file, for people and annotations. */
export interface Location {
  file: string;
  line: number;
  column: number;
}

/** A text with what it is about before it, in the form that editors and terminals make clickable. */
export function atLocation(text: string, place?: Location): string {
  return place ? `${place.file}:${place.line}:${place.column}: ${text}` : text;
}
