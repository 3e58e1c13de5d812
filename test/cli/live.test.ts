import { describe, expect, test } from "vitest";
import { capabilities } from "../../src/cli/colour.ts";
import { openView, type TerminalView } from "../../src/cli/live.ts";
import { applyEvent } from "../../src/milestone/session/log.ts";
import { emptyState } from "../../src/milestone/session/state.ts";
import { buildDashboard } from "../../src/milestone/view/dashboard.ts";
import { describeEvent, isShownAt } from "../../src/milestone/view/describe-event.ts";
import { addToHistory, newHistory } from "../../src/milestone/view/run-history.ts";
import { VirtualTerminal } from "../engine/terminal/virtual-terminal.ts";
import { fixture } from "../fixtures/state.ts";

/** Time that moves when it is told to, and calls back what is due. */
class TestClock {
  #now = 0;
  #due: { at: number; callback: () => void }[] = [];

  now = (): number => this.#now;

  after = (ms: number, callback: () => void): (() => void) => {
    const entry = { at: this.#now + ms, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter(e => e !== entry);
    };
  };

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#due.filter(e => e.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#due = this.#due.filter(e => e !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = until;
  }

  get waiting(): number {
    return this.#due.length;
  }
}

/** Follows a log as an engine would; `step` takes one event in. */
function following(tasks: number) {
  const { plan, events } = fixture({ tasks });
  const state = emptyState(plan.id, plan.weights);
  const history = newHistory();
  const clock = new TestClock();
  let at = 0;
  const step = (view: TerminalView): void => {
    const event = events[at++]!;
    applyEvent(state, event);
    addToHistory(history, event);
    view.event(event);
  };
  const now = () => Date.parse(events[Math.max(0, at - 1)]!.timestamp);
  return { events, clock, step, dashboard: () => buildDashboard({ plan, state, history, now: now() }) };
}

const TTY = { TERM: "xterm-256color" };

describe("what an output can take", () => {
  test.each([
    [{ ...TTY }, true, { live: true, colour: true }],
    [{ ...TTY, NO_COLOR: "1" }, true, { live: true, colour: false }],
    [{ ...TTY, NO_COLOR: "" }, true, { live: true, colour: true }],
    [{ ...TTY, NO_COLOR: "1", FORCE_COLOR: "1" }, true, { live: true, colour: false }],
    [{ ...TTY, FORCE_COLOR: "0" }, true, { live: true, colour: false }],
    [{ TERM: "dumb" }, true, { live: false, colour: false }],
    [{ ...TTY, CI: "true" }, true, { live: false, colour: true }],
    [{ ...TTY, CI: "false" }, true, { live: true, colour: true }],
    [{ ...TTY }, false, { live: false, colour: false }],
    [{ ...TTY, FORCE_COLOR: "1" }, false, { live: false, colour: true }],
  ])("with %o on a terminal: %s it is %o", (env, isTTY, wanted) =>
    expect(capabilities(env, isTTY)).toEqual(wanted),
  );
});

describe("the view into a pipe", () => {
  test.each(["basic", "detailed", "verbose"] as const)(
    "is one plain line for each event of the level %s",
    level => {
      const log = following(5);
      const lines: string[] = [];
      const out = { write: (text: string) => lines.push(text) };
      const view = openView({ out, env: TTY, level, clock: log.clock });
      view.attach(log.dashboard);
      for (const _ of log.events) log.step(view);
      view.close();
      const wanted = log.events
        .filter(e => isShownAt(level, e))
        .map(e => `${e.timestamp.slice(11, 19)}Z  ${describeEvent(e)}\n`);
      expect(lines).toEqual(wanted);
      expect(log.clock.waiting).toBe(0);
    },
  );

  test("shows notes from their level on, warnings always, and no control characters", () => {
    const lines: string[] = [];
    const view = openView({
      out: { write: (t: string) => lines.push(t) },
      env: TTY,
      level: "basic",
      clock: new TestClock(),
    });
    view.note("detailed", "hidden");
    view.note("basic", "shown \u001b[2Jhere");
    view.warn("careful\u0007");
    view.group("a/design", "only at verbose");
    expect(lines).toEqual(["shown here\n", "warning: careful\n"]);
  });
});

describe("the live view", () => {
  const open = (terminal: VirtualTerminal, tasks = 12) => {
    const log = following(tasks);
    const view = openView({ out: terminal, env: TTY, level: "detailed", clock: log.clock });
    view.attach(log.dashboard);
    return { ...log, view };
  };

  test("shows the newest state in place and leaves it standing with the cursor back", () => {
    const terminal = new VirtualTerminal(80, 24);
    const { view, step, clock, events } = open(terminal);
    expect(terminal.cursorVisible).toBe(false);
    for (const _ of events) {
      step(view);
      clock.advance(50);
      expect(terminal.text.length).toBeLessThanOrEqual(23);
    }
    view.close();
    expect(terminal.text[0]).toMatch(/^Public API v2 +✓ completed/);
    expect(terminal.text.at(-1)).toMatch(/session ended: completed$/);
    expect(terminal.cursorVisible).toBe(true);
    expect(terminal.listeners).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  test("draws at most eight times a second, whatever happens", () => {
    const terminal = new VirtualTerminal(80, 24);
    const { view, step, clock } = open(terminal, 30);
    terminal.writes = [];
    for (let i = 0; i < 200; i++) {
      step(view);
      clock.advance(5);
    }
    expect(terminal.writes.length).toBeGreaterThanOrEqual(7);
    expect(terminal.writes.length).toBeLessThanOrEqual(8);
    view.close();
  });

  test("writes only the lines that changed, and nothing when nothing did", () => {
    const terminal = new VirtualTerminal(80, 24);
    const { view, clock } = open(terminal);
    terminal.writes = [];
    clock.advance(3_000);
    expect(terminal.writes).toEqual([]);
    view.close();
  });

  test("keeps warnings and notes above itself", () => {
    const terminal = new VirtualTerminal(80, 24);
    const { view, step, clock } = open(terminal);
    for (let i = 0; i < 20; i++) step(view);
    clock.advance(200);
    view.warn("the remote is slow");
    view.note("verbose", "not at this level");
    view.note("basic", "two\nlines");
    view.close();
    expect(terminal.text.slice(0, 3)).toEqual(["warning: the remote is slow", "two", "lines"]);
    expect(terminal.text[3]).toMatch(/^Public API v2/);
    expect(terminal.text.filter(l => l.startsWith("Public API v2"))).toHaveLength(1);
  });

  test("draws itself anew when the terminal becomes narrower or wider", () => {
    // High enough that nothing scrolls away when 100 columns are broken into 20: no program could take that back.
    const terminal = new VirtualTerminal(100, 80);
    const { view, step } = open(terminal);
    for (let i = 0; i < 40; i++) step(view);
    for (const columns of [45, 100, 20, 120]) {
      terminal.resize(columns);
      expect(terminal.text.filter(l => l.startsWith("Public API v2"))).toHaveLength(1);
    }
    view.close();
  });

  test("may be closed twice and is silent afterwards", () => {
    const terminal = new VirtualTerminal(80, 24);
    const { view, step } = open(terminal);
    view.close();
    view.close();
    terminal.writes = [];
    step(view);
    expect(terminal.writes).toEqual([]);
  });
});
