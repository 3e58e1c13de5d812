import { nearest } from "../diagnostic/nearest.ts";
import { idProblem, parseTarget } from "../names.ts";
import { PHASES, type Phase } from "../phase.ts";
import { FLAGS, type FlagName, type Flags, isFlag, readFlag, takesValue } from "./command-flags.ts";
import { commandUsage, lineOf, shown, WANTED, type Word, withHyphens } from "./command-help.ts";
import {
  type Argument,
  COMMANDS,
  type CommandName,
  type CommandPlace,
  commandsAt,
  isCommandAt,
  type NeededAccess,
  SHELLS,
  type Shell,
  TERMINAL_FLAGS,
} from "./command-table.ts";

/** A well-formed command. Whether it may be granted, and whether its names exist, is for others to say. */
export interface Command {
  name: CommandName;
  /** null where the command is about no milestone, or about all. */
  milestone: string | null;
  target: { task: string; phase?: Phase } | null;
  /** A checkpoint named in place of a phase. */
  checkpoint: string | null;
  /** `answer`: the number behind the `#`. */
  question: number | null;
  /** From the text behind the command or from `--reason`; empty where none was given. */
  reason: string;
  flags: Flags;
  /** `import`: where from. */
  source: string | null;
  shell: Shell | null;
  /** `help`: about which command. */
  about: CommandName | null;
}

/** Why a command is refused. The sentences hold nothing that was written; that stands in `given`, to be shown as code. */
export interface CommandRefusal {
  reason: string;
  /** The word or line at fault, shortened and made visible; null where there is none. */
  given: string | null;
  /** The nearest valid command line, or null. */
  suggestion: string | null;
  usage: string[];
  /** Set where the milestone is asked for: those that there are. */
  milestones?: readonly string[];
}

export type CommandReading = { ok: true; command: Command } | { ok: false; refusal: CommandRefusal };

export interface ReadOptions {
  place: CommandPlace;
  /** The milestone that the place implies. */
  implied?: string | undefined;
  /** The milestones that there are, so that another word is not taken for one. */
  known?: readonly string[] | undefined;
}

/** These want the id, also where only one milestone could be meant. */
export const WANT_ID: ReadonlySet<CommandName> = new Set<CommandName>([
  "cancel",
  "archive",
  "postpone",
  "unlock",
]);

/** Whether a `plan` drafts a milestone, instead of showing one that there is. */
export function draftsPlan({ name, milestone, flags }: Command): boolean {
  return name === "plan" && (milestone === null || flags.goal !== undefined || flags.from !== undefined);
}

/** Who may give this very command in a comment: forcing past requirements is for maintainers. */
export function needOf(command: Command): NeededAccess {
  if (draftsPlan(command)) return "write";
  return command.flags["force-dependencies"] ? "maintain" : COMMANDS[command.name].needs;
}

/** Reads the words behind `milestone` or `/milestone`. Work is linear in their length. */
export function readCommand(
  words: readonly Word[],
  line: string | null,
  options: ReadOptions,
): CommandReading {
  const { place } = options;
  const first = words[0]?.text.toLowerCase() ?? "help";
  if (!isCommandAt(first, place)) return unknownCommand(words, options);
  const reader = new CommandReader(first, line, options);
  return reader.read(words.slice(1));
}

function unknownCommand(words: readonly Word[], { place }: ReadOptions): CommandReading {
  const given = words[0]!.text;
  const lead = place === "comment" ? "/milestone" : "milestone";
  const meant = nearest(given.slice(0, 40), commandsAt(place));
  const elsewhere = isCommandAt(given.toLowerCase(), "terminal");
  return {
    ok: false,
    refusal: {
      reason: elsewhere ? "this command runs in a terminal only" : "there is no such command",
      given: shown(given),
      suggestion: meant ? lineOf(place, [meant, ...words.slice(1).map(w => w.text)]) : null,
      usage: [`${lead} help`],
    },
  };
}

/** Whether it takes the rest of the line. */
function isText(kind: Argument): kind is "text" | "answer" {
  return kind === "text" || kind === "answer";
}

/** Reads one command's flags and arguments; the first mistake ends it. */
class CommandReader {
  readonly #name: CommandName;
  readonly #line: string | null;
  readonly #options: ReadOptions;
  readonly #command: Command;
  /** What the place itself implies. */
  readonly #implied: string | null;
  #words: readonly Word[] = [];
  #refusal: CommandRefusal | null = null;

  constructor(name: CommandName, line: string | null, options: ReadOptions) {
    this.#name = name;
    this.#line = line;
    const { implied, known = [] } = options;
    this.#implied = implied ?? null;
    const only = known.length === 1 && !WANT_ID.has(name) ? known[0] : undefined;
    this.#options = { ...options, implied: implied ?? only };
    this.#command = {
      name,
      milestone: null,
      target: null,
      checkpoint: null,
      question: null,
      reason: "",
      flags: {},
      source: null,
      shell: null,
      about: null,
    };
  }

  read(words: readonly Word[]): CommandReading {
    this.#words = words;
    const positionals = this.#takeFlags(words);
    if (this.#command.flags.help && !this.#refusal) return { ok: true, command: this.#command };
    if (!this.#refusal) this.#takeArguments(positionals);
    const wanted = (["yes", "proposal"] as const).find(flag => this.#command.flags[flag]);
    if (wanted && this.#options.place !== "terminal" && !this.#refusal)
      this.#refuse("on GitHub a proposal is approved by merging its pull request", `--${wanted}`);
    const { flags } = this.#command;
    if (this.#command.reason === "" && flags.reason) this.#command.reason = flags.reason;
    const isEmpty = this.#command.reason.trim() === "";
    // In a comment the reason of a rejection may stand in the lines below.
    const speechless =
      this.#name === "answer" || (this.#name === "reject" && this.#options.place === "terminal");
    if (isEmpty && speechless && !this.#refusal)
      this.#refuse(this.#name === "answer" ? WANTED.answer : WANTED.text, null);
    return this.#refusal ? { ok: false, refusal: this.#refusal } : { ok: true, command: this.#command };
  }

  /** Takes the flags out; in a comment everything behind the free text's first word belongs to the text. */
  #takeFlags(words: readonly Word[]): readonly Word[] {
    const rest: Word[] = [];
    const textAt = this.#line === null ? Number.POSITIVE_INFINITY : this.#positionOfText(words);
    for (let i = 0; i < words.length && !this.#refusal; i++) {
      const word = withHyphens(words[i]!.text);
      if (word === "--") return rest.concat(words.slice(i + 1));
      if (rest.length > textAt) return rest.concat(words.slice(i));
      if (!word.startsWith("--") || this.#isInGoal(word, rest)) rest.push(words[i]!);
      else i += this.#takeFlag(word, words[i + 1]);
    }
    return rest;
  }

  /** A goal may speak of flags: "Add a --verbose flag". */
  #isInGoal(word: string, before: readonly Word[]): boolean {
    const name = word.slice(2).split("=", 1)[0]!.toLowerCase();
    return this.#name === "plan" && before.length > 1 && !this.#allowed().some(flag => flag === name);
  }

  /** How many words stand before the free text; infinite where the command takes none. */
  #positionOfText(words: readonly Word[]): number {
    const spec = COMMANDS[this.#name];
    const place = spec.arguments.findIndex(a => isText(a.kind));
    if (place < 0) return Number.POSITIVE_INFINITY;
    const positionals = words.filter(w => !withHyphens(w.text).startsWith("--"));
    return place + (this.#namesMilestone(positionals) ? 1 : 0);
  }

  /** Answers how many further words the flag took. */
  #takeFlag(word: string, following: Word | undefined): 0 | 1 {
    const equals = word.indexOf("=");
    const written = word.slice(2, equals < 0 ? undefined : equals).toLowerCase();
    const negated = !isFlag(written) && written.startsWith("no-");
    const name = negated ? written.slice(3) : written;
    if (!isFlag(name) || !this.#allowed().includes(name)) {
      this.#refuseFlag(word, negated ? name : written);
      return 0;
    }
    const apart = equals < 0 && !negated && takesValue(name);
    const value = apart ? (following?.text ?? null) : equals < 0 ? null : word.slice(equals + 1);
    const reading = readFlag(name, value, negated);
    if (!reading.ok) this.#refuse(reading.reason, apart && value !== null ? `${word}=${value}` : word);
    else if (Object.hasOwn(this.#command.flags, name)) this.#refuse(`--${name} stands there twice`, word);
    else this.#command.flags = { ...this.#command.flags, [name]: reading.value };
    return apart ? 1 : 0;
  }

  #allowed(): readonly FlagName[] {
    const { flags } = COMMANDS[this.#name];
    return this.#options.place === "terminal" ? [...flags, ...TERMINAL_FLAGS] : flags;
  }

  #refuseFlag(word: string, written: string): void {
    const meant = nearest(written.slice(0, 40), this.#allowed());
    const reason = Object.hasOwn(FLAGS, written)
      ? `${this.#name} does not take --${written}`
      : `${this.#name} has no such flag`;
    this.#refuse(reason, word, meant ? word.replace(written, () => meant) : undefined);
  }

  #takeArguments(words: readonly Word[]): void {
    const spec = COMMANDS[this.#name];
    let rest = words;
    if (this.#name === "plan") return this.#takePlan(words);
    if (spec.milestone !== "none") {
      const named = this.#namesMilestone(rest);
      const id = named ? rest[0]!.text : (this.#options.implied ?? null);
      if (named) rest = rest.slice(1);
      if (id === null && spec.milestone === "required")
        return this.#refuse("which milestone? Its id comes first", null, undefined, this.#options.known);
      const problem = id === null ? null : idProblem(id);
      if (problem) return this.#refuse(problem, id);
      this.#command.milestone = id;
    }
    for (const { kind, required } of spec.arguments) {
      const word = rest[0];
      if (!word && required) return this.#refuse(WANTED[kind], null);
      if (!word) break;
      if (isText(kind)) return this.#takeText(rest);
      this.#takeArgument(kind, word.text);
      if (this.#refusal) return;
      rest = rest.slice(1);
    }
    if (rest[0]) this.#refuse("there is a word too many", rest[0].text);
  }

  /**
   * One word is the id of a milestone that is shown, two or more are a goal. With a goal or a source given by a flag,
   * one word is the id of the milestone to be. Without any word a comment plans its issue, where none is implied.
   */
  #takePlan(words: readonly Word[]): void {
    const { place, known } = this.#options;
    const { flags } = this.#command;
    if (flags.check !== undefined && place !== "terminal")
      return this.#refuse("a draft is checked on the command line", "--check");
    const drafts = flags.goal !== undefined || flags.from !== undefined || flags.check !== undefined;
    const open = flags.goal === undefined && flags.check === undefined;
    if (open && (words.length > 1 || /\S\s+\S/.test(words[0]?.text ?? ""))) {
      this.#command.flags = { ...flags, goal: words.map(word => word.text).join(" ") };
      return;
    }
    if (words.length > 1) return this.#refuse("there is a word too many", words[1]!.text);
    const shown = drafts ? null : place === "comment" ? this.#implied : this.#options.implied;
    const id = words[0]?.text ?? shown ?? null;
    if (id === null && !drafts && place !== "comment")
      return this.#refuse("which milestone? Its id comes first", null, undefined, known);
    const problem = id === null ? null : idProblem(id);
    if (problem) return this.#refuse(problem, id);
    this.#command.milestone = id;
  }

  /**
   * Whether the first word is the milestone's id. Where a milestone is implied and the first word could be something
   * else, only the implied id itself is taken for one.
   */
  #namesMilestone(words: readonly Word[]): boolean {
    const { implied, known } = this.#options;
    const spec = COMMANDS[this.#name];
    const first = words[0]?.text;
    if (first === undefined || spec.milestone === "none") return false;
    if (first === implied || known?.includes(first)) return true;
    const next = spec.arguments[0]?.kind;
    if (next === undefined) return true;
    // A path could be an id by its letters.
    if (next === "source" && words.length === 1 && this.#options.place === "terminal") return false;
    if (implied === undefined)
      return (
        known === undefined ||
        WANT_ID.has(this.#name) ||
        (idProblem(first) === null && words.length > spec.arguments.filter(a => a.required).length)
      );
    // Free text could begin with another milestone's id: then the id is asked for, so that the wrong one is not cancelled.
    if (next === "text") return true;
    if (next === "phase" || next === "gate" || next === "question")
      return !/[/#]/.test(first) && !first.startsWith("gate:");
    return spec.arguments.length === 1 && words.length > 1;
  }

  #takeText(words: readonly Word[]): void {
    const { start } = words[0]!;
    const text = this.#line === null ? words.map(w => w.text).join(" ") : this.#line.slice(start);
    this.#command.reason = text.trim();
  }

  #takeArgument(kind: Exclude<Argument, "text" | "answer">, text: string): void {
    const command = this.#command;
    switch (kind) {
      case "task":
      case "target":
      case "phase":
      case "gate":
        return this.#takeTarget(kind, text);
      case "question":
        return this.#takeQuestion(text);
      case "id": {
        const problem = idProblem(text);
        if (problem) return this.#refuse(problem, text);
        command.milestone = text;
        return;
      }
      case "source":
        command.source = text;
        return;
      case "shell": {
        const shell = SHELLS.find(s => s === text.toLowerCase());
        if (!shell) return this.#refuse(`the shell is one of ${SHELLS.join(", ")}`, text);
        command.shell = shell;
        return;
      }
      case "command": {
        const name = text.toLowerCase();
        if (!isCommandAt(name, this.#options.place)) {
          const meant = nearest(name.slice(0, 40), commandsAt(this.#options.place));
          return this.#refuse("there is no such command", text, meant ?? undefined);
        }
        command.about = name;
      }
    }
  }

  #takeQuestion(text: string): void {
    const mark = text.lastIndexOf("#");
    const number = mark < 0 ? null : text.slice(mark + 1);
    if (number !== null && !/^[1-9]\d{0,3}$/.test(number)) return this.#refuse(WANTED.question, text);
    const target = parseTarget(mark < 0 ? text : text.slice(0, mark));
    if (!target) return this.#refuse(WANTED.question, text);
    this.#command.target = target;
    this.#command.question = number === null ? null : Number(number);
  }

  #takeTarget(kind: "task" | "target" | "phase" | "gate", text: string): void {
    if (text.startsWith("gate:") && text.length > 5 && (kind === "gate" || kind === "target")) {
      this.#command.checkpoint = text.slice(5);
      return;
    }
    if (/^checkpoint\/\d{1,3}(\.\d{1,3})?$/.test(text) && (kind === "gate" || kind === "target")) {
      this.#command.checkpoint = text;
      return;
    }
    const target = parseTarget(text);
    // One gate of a task is open at a time: to approve, its name is enough.
    const isEnough = kind === "target" || (kind === "gate" && this.#name === "approve");
    const wanted = kind === "task" ? !target?.phase : isEnough || target?.phase;
    if (target && wanted) {
      this.#command.target = target;
      return;
    }
    const slash = text.indexOf("/");
    const phase = slash < 0 || kind === "task" ? null : nearest(text.slice(slash + 1, slash + 40), PHASES);
    this.#refuse(WANTED[kind], text, phase ? `${text.slice(0, slash)}/${phase}` : undefined);
  }

  /** `meant` is what probably should stand in place of `given`. */
  #refuse(reason: string, given: string | null, meant?: string, milestones?: readonly string[]): void {
    const { place } = this.#options;
    const words = this.#words
      .map(w => w.text)
      .map(word => (meant && withHyphens(word) === given ? meant : word));
    this.#refusal = {
      reason,
      given: given === null ? null : shown(given),
      suggestion: meant ? lineOf(place, [this.#name, ...words]) : null,
      usage: commandUsage(this.#name, place),
      ...(milestones ? { milestones } : {}),
    };
  }
}
