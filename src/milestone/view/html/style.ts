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
  track: string;
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
  track: "#e6e9ed",
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
  track: "#2a3037",
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
h2 { font-size: 20px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; margin: 64px 0 16px; scroll-margin-top: 16px; }
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
.bar i { display: block; height: 100%; border-radius: 4px; background: currentColor; }
.hero + .bar { height: 12px; border-radius: 6px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 12px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--muted); }
.legend svg { width: 22px; height: 12px; margin-right: 6px; vertical-align: -1px; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 32px 0 0; }
.card { background: var(--surface); border-radius: 10px; padding: 16px; min-width: 0; }
.card h3 { margin: 0; font-size: 13px; font-weight: 500; color: var(--muted); }
.card strong { display: block; font-size: 20px; font-weight: 650; letter-spacing: -0.01em; margin: 2px 0 10px; }
.card p { margin: 10px 0 0; font-size: 13px; color: var(--muted); }
nav { display: flex; gap: 20px; margin: 40px 0 0; padding: 12px 0; border-block: 1px solid var(--line); font-size: 13px; overflow-x: auto; }
nav a { border: 0; color: var(--muted); white-space: nowrap; } nav a:hover { color: var(--ink); }
.notes { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
.notes li { background: var(--surface); border-radius: 10px; padding: 14px 16px; border-left: 4px solid currentColor; }
.notes li > * { color: var(--ink); } .notes .muted { color: var(--muted); }
.advice { list-style: none; margin: 0; padding: 0; }
.advice li { padding: 12px 0; border-bottom: 1px solid var(--line); } .advice p { margin: 2px 0 0; }
.notes p { margin: 4px 0 0; overflow-wrap: anywhere; }
.notes pre { margin: 8px 0 0; padding: 10px 12px; background: var(--paper); border-radius: 6px; overflow-x: auto; font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.scroll { overflow-x: auto; margin: 0 -24px; padding: 0 24px 4px; }
/* Shrinks to the column while it can still be read; on a phone it is moved instead. */
.drawing { display: block; height: auto; max-width: 100%; min-width: calc(var(--width) * 0.72); }
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
@media (max-width: 720px) {
  main { padding: 24px 16px 64px; } h1 { font-size: 26px; } h2 { margin-top: 48px; } .hero b { font-size: 40px; }
  .cards { grid-template-columns: 1fr; gap: 8px; } .scroll { margin: 0 -16px; padding: 0 16px 4px; }
  .wide { display: none; } .drawing { min-width: var(--width); } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 10px; } td .bar { display: none; } .state { white-space: normal; } th, td, .slim th, .slim td { padding-right: 16px; }
}
@media print { nav { display: none; } main { max-width: none; padding: 0; } .card, .notes li { break-inside: avoid; } }
`;

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}
