import { atLocation, type Location } from "../engine/refusal.ts";
import type { LoggedEvent } from "../milestone/session/event.ts";
import { sanitise, sanitiseLine } from "../milestone/text/sanitise.ts";
import type { Dashboard } from "../milestone/view/dashboard.ts";
import { describeEvent, isShownAt, type MonitoringLevel, toneOf } from "../milestone/view/describe-event.ts";
import { clockTime, millis } from "../milestone/view/figures.ts";
import { type ColourEnvironment, capabilities, type Painter, painter } from "./colour.ts";
import { frame } from "./frame.ts";
import { forTerminal, type Output, Screen } from "./screen.ts";

/** The clock of the engine's ports: the view needs the time, and to be called back. */
export interface ViewClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `ms`; the answer cancels. */
  after(ms: number, callback: () => void): () => void;
}

export interface ViewOptions {
  out: Output & {
    isTTY?: boolean;
    on?(event: "resize", listener: () => void): unknown;
    off?(event: "resize", listener: () => void): unknown;
  };
  env: ColourEnvironment;
  level: MonitoringLevel;
  clock: ViewClock;
}

/** What a run shows while it goes on: redrawn in place in a terminal, a line per event everywhere else. */
export interface TerminalView {
  /** From now on the live view can be drawn; before, and without, events are lines. */
  attach(dashboard: () => Dashboard): void;
  event(event: LoggedEvent): void;
  /** A line that stays, shown from `level` on. */
  note(level: MonitoringLevel, text: string): void;
  warn(text: string, place?: Location): void;
  /** A line that an executor of `label` printed, as it comes. */
  output(label: string, text: string): void;
  /** All that an executor of `label` printed, when its phase has ended. */
  group(label: string, text: string): void;
  /** Draws the last state, leaves it standing and gives the cursor back. May be called twice. */
  close(): void;
}

/** Eight redraws a second look steady; more only flicker. */
const REDRAW_MS = 125;
/** Without events the times still run. */
const TICK_MS = 1_000;

export function openView(options: ViewOptions): TerminalView {
  const { live, colour } = capabilities(options.env, options.out.isTTY ?? false);
  return live ? new RedrawnView(options, colour) : new PlainView(options, painter(colour));
}

const RANK: Record<MonitoringLevel, number> = { basic: 0, detailed: 1, verbose: 2 };

class PlainView implements TerminalView {
  #options: ViewOptions;
  #paint: Painter;

  constructor(options: ViewOptions, paint: Painter) {
    this.#options = options;
    this.#paint = paint;
  }

  attach(): void {}

  event(event: LoggedEvent): void {
    if (isShownAt(this.#options.level, event)) this.#options.out.write(`${eventLine(event, this.#paint)}\n`);
  }

  note(level: MonitoringLevel, text: string): void {
    if (RANK[level] <= RANK[this.#options.level]) this.#options.out.write(`${sanitise(text)}\n`);
  }

  warn(text: string, place?: Location): void {
    this.#options.out.write(`${warning(text, this.#paint, place)}\n`);
  }

  output(label: string, text: string): void {
    this.#options.out.write(`${labelled(label, text)}\n`);
  }

  group(label: string, text: string): void {
    if (this.#options.level === "verbose" && text.trim())
      this.#options.out.write(`${labelled(label, text)}\n`);
  }

  close(): void {}
}

class RedrawnView implements TerminalView {
  #options: ViewOptions;
  #screen: Screen;
  #paint: Painter;
  #colour: boolean;
  #dashboard: (() => Dashboard) | null = null;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #closed = false;
  #resized = () => this.#draw();
  /** A process that ends in a hurry must not leave a terminal without a cursor. */
  #exiting = () => this.#screen.close();

  constructor(options: ViewOptions, colour: boolean) {
    this.#options = options;
    this.#colour = colour;
    this.#paint = painter(colour);
    this.#screen = new Screen(options.out);
  }

  attach(dashboard: () => Dashboard): void {
    if (this.#closed) return;
    if (!this.#dashboard) {
      process.once("exit", this.#exiting);
      this.#options.out.on?.("resize", this.#resized);
    }
    this.#dashboard = dashboard;
    this.#draw();
  }

  event(event: LoggedEvent): void {
    if (!this.#dashboard) this.#print(eventLine(event, this.#paint), isShownAt(this.#options.level, event));
    else if (!this.#closed) this.#soon();
  }

  note(level: MonitoringLevel, text: string): void {
    this.#print(sanitise(text), RANK[level] <= RANK[this.#options.level]);
  }

  warn(text: string, place?: Location): void {
    this.#print(warning(text, this.#paint, place), true);
  }

  output(label: string, text: string): void {
    this.#print(labelled(label, text), true);
  }

  group(label: string, text: string): void {
    this.#print(labelled(label, text), this.#options.level === "verbose" && text.trim() !== "");
  }

  close(): void {
    if (this.#closed) return;
    this.#draw();
    this.#closed = true;
    this.#cancel?.();
    this.#screen.close();
    process.off("exit", this.#exiting);
    this.#options.out.off?.("resize", this.#resized);
  }

  #print(text: string, shown: boolean): void {
    if (!shown) return;
    this.#screen.print(forTerminal(text, this.#options.out).replaceAll("\n", "\r\n"));
    if (this.#dashboard && !this.#closed) this.#draw();
  }

  /** At once if the last drawing is long enough ago, else as soon as it is. */
  #soon(): void {
    const wait = this.#drawnAt + REDRAW_MS - this.#options.clock.now();
    if (wait <= 0) this.#draw();
    else this.#schedule(wait);
  }

  #schedule(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(ms, () => this.#draw());
  }

  #draw(): void {
    if (!this.#dashboard || this.#closed) return;
    const { out, clock } = this.#options;
    const now = clock.now();
    // A terminal that does not know its size says zero.
    const size = { columns: out.columns || 80, rows: Math.max(1, (out.rows || 24) - 1) };
    this.#screen.draw(frame(this.#dashboard(), { ...size, color: this.#colour, now }));
    this.#drawnAt = now;
    this.#schedule(TICK_MS);
  }
}

/** `09:07:31Z  schema/spec completed in 4m 12s, 2 deliverables`. */
function eventLine(event: LoggedEvent, paint: Painter): string {
  const tone = toneOf(event);
  const text = sanitiseLine(describeEvent(event));
  return `${paint.dim(`${clockTime(millis(event.timestamp))}Z`)}  ${tone === "idle" || tone === "active" ? text : paint.tone(tone, text)}`;
}

function labelled(label: string, text: string): string {
  const lines = sanitise(text).replace(/\n$/, "").split("\n");
  return lines.map(line => `[${sanitiseLine(label)}] ${line}`).join("\n");
}

function warning(text: string, paint: Painter, place?: Location): string {
  return paint.tone("wait", `warning: ${sanitise(atLocation(text, place))}`);
}
