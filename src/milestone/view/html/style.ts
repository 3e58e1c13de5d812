/**
 * The report's only style sheet. Four sizes of type, one step of 8 px, and a colour per tone of state; every text is
 * at least 4.5 : 1 on what it stands on, in both schemes (the test computes it).
 */
export interface Palette {
  paper: string;
  surface: string;
  ink: string;
  muted: string;
  line: string;
  /** Around what can be pressed or written in: 3 : 1. */
  edge: string;
  track: string;
  /** Over the page, below a drawer. */
  shade: string;
  good: string;
  active: string;
  wait: string;
  bad: string;
  idle: string;
  /** Text on a fill of any tone. */
  on: string;
}

export const LIGHT: Palette = {
  paper: "#ffffff",
  surface: "#f6f7f9",
  ink: "#1b1f24",
  muted: "#59616b",
  line: "#e1e4e8",
  edge: "#848c95",
  track: "#e6e9ed",
  shade: "#1b1f2466",
  good: "#1a7f37",
  active: "#0b62c4",
  wait: "#8f5f00",
  bad: "#c4262e",
  idle: "#626a73",
  on: "#ffffff",
};

export const DARK: Palette = {
  paper: "#0f1215",
  surface: "#171b20",
  ink: "#e8eaed",
  muted: "#9da5ae",
  line: "#2a3037",
  edge: "#6b747e",
  track: "#2a3037",
  shade: "#000000a0",
  good: "#4fbf6b",
  active: "#6aaeff",
  wait: "#dba83a",
  bad: "#ff8078",
  idle: "#949ca6",
  on: "#0f1215",
};

export const STYLE = `
:root { color-scheme: light dark; ${variables(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1088px; margin: 0 auto; padding: 48px 24px 96px; }
h1 { font-size: 32px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 20px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; margin: 56px 0 16px; scroll-margin-top: 16px; }
h3 { font-size: 15px; font-weight: 650; margin: 32px 0 8px; }
p { margin: 8px 0; max-width: 70ch; }
small, .small { font-size: 13px; }
.muted { color: var(--muted); }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: inherit; text-decoration: none; border-bottom: 1px solid var(--line); }
a:hover { border-bottom-color: currentColor; }
:focus-visible { outline: 2px solid var(--active); outline-offset: 2px; }
.lead { color: var(--muted); margin: 8px 0 0; }
.state { font-weight: 600; white-space: nowrap; }
.good { color: var(--good); } .active { color: var(--active); } .wait { color: var(--wait); }
.bad { color: var(--bad); } .idle { color: var(--idle); }
.hero { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; margin: 32px 0 8px; }
.hero b { font-size: 48px; line-height: 1.1; font-weight: 650; letter-spacing: -0.03em; }
.bar { display: block; height: 8px; border-radius: 4px; background: var(--track); overflow: hidden; }
.bar svg { display: block; width: 100%; height: 100%; } .bar rect { fill: currentColor; }
.hero + .bar { height: 12px; border-radius: 6px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 12px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--muted); }
.legend svg { width: 22px; height: 12px; margin-right: 6px; vertical-align: -1px; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 32px 0 0; }
.card { background: var(--surface); border-radius: 10px; padding: 16px; min-width: 0; }
.card h3 { margin: 0; font-size: 13px; font-weight: 500; color: var(--muted); }
.card strong { display: block; font-size: 20px; font-weight: 650; letter-spacing: -0.01em; margin: 2px 0 10px; }
.card p { margin: 10px 0 0; font-size: 13px; color: var(--muted); }
.contents { display: flex; gap: 4px 20px; flex-wrap: wrap; margin: 40px 0 0; padding: 12px 0; border-block: 1px solid var(--line); font-size: 13px; overflow-x: auto; }
.contents a { border: 0; color: var(--muted); white-space: nowrap; } .contents a:hover { color: var(--ink); }
.notes { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
.notes > li { background: var(--surface); border-radius: 10px; padding: 14px 16px; border-left: 4px solid currentColor; min-width: 0; }
.notes > li > * { color: var(--ink); } .notes > li > .muted { color: var(--muted); }
.criteria { margin: 4px 0; padding-left: 20px; }
.plain, .attempts, .now { list-style: none; margin: 0; padding: 0; } .plain li { padding: 4px 0; overflow-wrap: anywhere; }
.attempts li, .now li { padding: 8px 0; border-bottom: 1px solid var(--line); } .attempts { font-size: 13px; } .attempts p, .now p { margin: 2px 0; max-width: none; overflow-wrap: anywhere; }
.attempts pre, .gate pre, .blocker pre { background: var(--surface); }
/* What a person can do: a button gives the command line beside it. */
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0 4px; align-items: flex-start; }
.act { margin: 0; } details.act[open] { flex-basis: 100%; }
button, .act > summary { font: inherit; font-size: 13px; font-weight: 600; line-height: 1.4; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 7px; padding: 7px 14px; min-height: 34px; cursor: pointer; }
.act > summary { display: inline-block; list-style: none; } .act > summary::-webkit-details-marker { display: none; }
button:hover, .act > summary:hover { border-color: var(--ink); }
button.primary { background: var(--active); border-color: var(--active); color: var(--on); } button.primary:hover { filter: brightness(1.08); }
button[aria-disabled="true"] { opacity: 0.55; cursor: default; }
.act label { display: block; font-size: 13px; color: var(--muted); margin: 10px 0 8px; }
textarea { display: block; width: 100%; margin-top: 4px; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 7px; padding: 8px 10px; resize: vertical; }
.command { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; margin: 6px 0 0; font-size: 13px; }
.copy { font-weight: 500; font-size: 12px; padding: 1px 8px; min-height: 24px; color: var(--muted); }
.engine { display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; margin: 16px 0 0; font-size: 13px; } .engine .actions, .engine .command { margin: 0; }
/* A task's details, over the page. */
.drawer { position: fixed; z-index: 3; inset: 0 0 0 auto; width: min(600px, 100%); overflow: auto; overscroll-behavior: contain; background: var(--paper); padding: 24px 24px 64px; box-shadow: 0 0 0 100vmax var(--shade); }
.drawer:focus { outline: none; }
.frozen .drawer:not(:target) { display: none; }
.drawer .task-head { position: relative; padding-right: 48px; } .drawer h2 { margin: 2px 0 4px; scroll-margin-top: 0; overflow-wrap: anywhere; } .drawer h3 { margin-top: 28px; }
.close { position: absolute; top: -8px; right: -8px; display: grid; place-items: center; width: 44px; height: 44px; border: 0; border-radius: 8px; color: var(--muted); } .close:hover { color: var(--ink); background: var(--surface); }
.why { margin: 12px 0; padding: 10px 14px; background: var(--surface); border-radius: 8px; } .why p { margin: 2px 0; overflow-wrap: anywhere; }
.gate, .blocker { margin: 16px 0; padding: 12px 16px; border-radius: 8px; border-left: 4px solid var(--wait); background: var(--surface); } .blocker { border-left-color: var(--bad); }
.gate h3, .blocker h3 { margin: 0 0 4px; }
.drawer pre { margin: 8px 0 0; padding: 10px 12px; background: var(--surface); border-radius: 6px; overflow: auto; max-height: 60vh; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.gate pre, .blocker pre { background: var(--paper) !important; }
.file > summary, .log > summary { color: var(--ink); border-top: 1px solid var(--line); overflow-wrap: anywhere; } .file[open], .log[open] { padding-bottom: 16px; }
.document { overflow-wrap: anywhere; } .document > :first-child { margin-top: 4px; } .document h4, .document h5, .document h6 { font-size: 15px; margin: 20px 0 4px; } .document h4 { font-size: 17px; }
.document ul, .document ol { padding-left: 22px; } .document table { width: auto; display: block; overflow-x: auto; } .document blockquote { margin: 8px 0; padding-left: 12px; border-left: 3px solid var(--line); color: var(--muted); }
ins, del { text-decoration: none; display: inline-block; min-width: 100%; } ins { color: var(--good); } del { color: var(--bad); } ins::selection, del::selection { color: inherit; }
.advice { list-style: none; margin: 0; padding: 0; }
.advice li { padding: 12px 0; border-bottom: 1px solid var(--line); } .advice p { margin: 2px 0 0; }
.notes p { margin: 4px 0 0; overflow-wrap: anywhere; }
.notes pre { margin: 8px 0 0; padding: 10px 12px; background: var(--paper); border-radius: 6px; overflow-x: auto; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.scroll { overflow-x: auto; margin: 0 -24px; padding: 0 24px 4px; }
.drawing { display: block; }
/* A chart shrinks to the column while it can still be read; below that it is moved. */
.chart { height: auto; max-width: 100%; min-width: 860px; }
.hidden-defs { position: absolute; }
table { border-collapse: collapse; width: 100%; font-size: 13px; line-height: 1.45; }
table.slim { width: auto; } .slim th, .slim td { padding-right: 40px; }
th { text-align: left; font-weight: 500; color: var(--muted); white-space: nowrap; }
th, td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
td b { font-weight: 600; } td .bar { width: 96px; margin-top: 6px; }
.pair { display: flex; gap: 10px; align-items: baseline; white-space: nowrap; } .pair .bar { margin: 0; flex: none; align-self: center; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 6px 24px; margin: 0; font-size: 13px; }
.facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
details summary { cursor: pointer; font-size: 13px; color: var(--muted); padding: 8px 0; }
footer { margin-top: 64px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 13px; color: var(--muted); overflow-wrap: anywhere; }
svg text { font-family: inherit; fill: var(--ink); }
svg .tone { fill: currentColor; }
svg .quiet { fill: var(--muted); }
svg .on { fill: var(--on); }
svg .rule { stroke: var(--line); stroke-width: 1; }
svg .edge { fill: none; stroke: var(--idle); stroke-width: 1.25; } svg .edge.key { stroke: var(--ink); stroke-width: 2.5; }
svg .head { fill: var(--idle); } svg .head.key { fill: var(--ink); }
svg .box { fill: var(--surface); stroke: currentColor; stroke-width: 1.25; } svg .box.key { stroke-width: 3; }
svg .span { fill: currentColor; fill-opacity: 0.22; stroke: currentColor; stroke-width: 1.25; } svg .span.key { fill-opacity: 1; }
svg .pause { fill: var(--surface); }
svg a.node { border: 0; cursor: pointer; } svg a.node:hover .box, svg a.node:focus-visible .box { stroke-width: 3; } svg a.node:focus-visible { outline: none; } svg a.node:focus-visible .box { stroke: var(--ink); }
.every { margin-top: 8px; } .every .scroll { max-height: 86vh; overflow: auto; }
.pointing .edge:not(.lit), .pointing .head:not(.lit) { opacity: 0.2; } .edge.lit { stroke: var(--active); stroke-width: 2; } .head.lit { fill: var(--active); }
#part-people h2, #part-now h2 { margin-top: 36px; }
@media (max-width: 720px) {
  main { padding: 24px 16px 64px; } .drawer { padding: 16px 16px 64px; } button, .act > summary { min-height: 40px; } .copy { min-height: 32px; } h1 { font-size: 26px; } h2 { margin-top: 48px; } .hero b { font-size: 40px; }
  .cards { grid-template-columns: 1fr; gap: 8px; } .scroll { margin: 0 -16px; padding: 0 16px 4px; }
  .wide { display: none; } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 10px; } td .bar { display: none; } .state { white-space: normal; } th, td, .slim th, .slim td { padding-right: 16px; }
}
@media print { .contents, .drawers { display: none; } main { max-width: none; padding: 0; } .card, .notes li { break-inside: avoid; } }
`;

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}
