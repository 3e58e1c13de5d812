import { dashboardOf } from "../commands/execute-command.ts";
import { systemClock } from "../engine/machine/host.ts";
import type { Redactor } from "../engine/output/redact.ts";
import type { Run } from "../engine/run/run-context.ts";
import type { MonitoringLevel } from "../milestone/view/describe-event.ts";
import type { ColourEnvironment } from "./colour.ts";
import { openView, type TerminalView } from "./live.ts";

/** A run's view that is redrawn in place on standard error; standard output stays the result. */
export interface LiveView {
  narrator: TerminalView;
  start(run: Run): void;
  end(): void;
}

/** Everything that is drawn is masked first. */
export function liveView(options: {
  level: MonitoringLevel;
  env: ColourEnvironment;
  redactor: Redactor;
}): LiveView {
  const { stderr } = process;
  const out = {
    write: (text: string) => stderr.write(options.redactor.redact(text)),
    get columns() {
      return stderr.columns;
    },
    get rows() {
      return stderr.rows;
    },
    isTTY: stderr.isTTY,
    on: (event: "resize", listener: () => void) => stderr.on(event, listener),
    off: (event: "resize", listener: () => void) => stderr.off(event, listener),
  };
  const view = openView({ out, env: options.env, level: options.level, clock: systemClock });
  return {
    narrator: view,
    start: run => view.attach(() => dashboardOf(run, systemClock.now())),
    end: () => view.close(),
  };
}
