import type { FlagName } from "./command-flags.ts";

/** Who may give a command in a comment; in a terminal whoever may write the repository may do all. */
export type Need = "read" | "write" | "approver" | "maintain";

export type Place = "comment" | "terminal" | "action";

/**
 * What stands after the milestone's id. `phase` is `<task>/<phase>`, `gate` that or `gate:<checkpoint>`, `target` any of
 * them or a task alone; `text` takes the rest of the line.
 */
export type Argument = "task" | "target" | "phase" | "gate" | "text" | "source" | "id" | "shell" | "command";

export interface CommandSpec {
  summary: string;
  /** `none`: the command is about no milestone. `optional`: about one, or all. */
  milestone: "required" | "optional" | "none";
  arguments: readonly { kind: Argument; required: boolean }[];
  flags: readonly FlagName[];
  needs: Need;
  places: readonly Place[];
  /** Without the leading `milestone`. */
  examples: readonly string[];
}
