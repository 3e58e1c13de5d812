import type { RunnerOptions } from "../engine/machine/runner.ts";
import { neutralise, outputGroup, workflowCommand } from "../engine/output/workflow-commands.ts";
import type { Narrator } from "../engine/ports.ts";
import { atLocation, type Complaint, type Location } from "../engine/refusal.ts";
import type { LoggedEvent } from "../milestone/session/event.ts";
import { sanitise } from "../milestone/text/sanitise.ts";
import {
  describeEvent,
  isLevelShown,
  isShownAt,
  type MonitoringLevel,
} from "../milestone/view/describe-event.ts";
import { clockTime } from "../milestone/view/figures.ts";

export type FullNarrator = RunnerOptions["narrator"];

export interface NarrateOptions {
  level: MonitoringLevel;
  /** Writes one line, already without its newline. */
  line: (text: string) => void;
  /** Inside GitHub Actions: groups, annotations, and no output that the runner could take for a command. */
  onRunner: boolean;
}

const annotationPlace = ({ file, line, column }: Location): Record<string, string | number> => ({
  title: "milestone",
  file,
  line,
  col: column,
});

/** Points of progress that are worth a line of their own. */
const STEP = 5;

/** Each phase moves the percentage a little; told each time, it would be every third line. */
function progressSteps(): (event: LoggedEvent) => boolean {
  let told = 0;
  return event => {
    if (event.event !== "progress_updated") return true;
    const { percentage } = event.data;
    if (Math.abs(percentage - told) < STEP && percentage !== 100) return false;
    told = percentage;
    return true;
  };
}

/** One line an event, and the executors' output: for pipes, logs and the runner. */
export function narrator(options: NarrateOptions): FullNarrator {
  const { line, level, onRunner } = options;
  const say = (text: string): void => {
    for (const each of sanitise(text).split("\n")) line(onRunner ? neutralise(each) : each);
  };
  const isWorthSaying = progressSteps();
  return {
    event(event: LoggedEvent) {
      if (level !== "verbose" && !isWorthSaying(event)) return;
      if (!isShownAt(level, event)) return;
      // What a person should look at although nothing failed: an annotation, which outlives the log.
      if (onRunner && event.event === "warning_raised") line(workflowCommand("warning", event.data.message));
      else say(`${clockTime(Date.parse(event.timestamp))}Z  ${describeEvent(event)}`);
    },
    note(at, text) {
      if (isLevelShown(level, at)) say(text);
    },
    warn(text, place) {
      if (onRunner) line(workflowCommand("warning", text, place ? annotationPlace(place) : {}));
      else say(`warning: ${atLocation(text, place)}`);
    },
    output(label, text) {
      say(`[${label}] ${text}`);
    },
    group(label, text) {
      if (level === "basic" || text.trim() === "") return;
      if (onRunner) line(outputGroup(label, text.split("\n")));
      else if (level === "verbose") say(text.replace(/^/gm, `[${label}] `));
    },
  };
}

/** What a milestone file says oddly, each at its line: annotations on a runner, plain lines elsewhere. */
export function printWarnings(narrator: Narrator, warnings: readonly Complaint[]): void {
  for (const { message, remedy, file, line, column } of warnings)
    narrator.warn(`${message}; ${remedy}`, file && line && column ? { file, line, column } : undefined);
}
