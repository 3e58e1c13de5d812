/** What the live page has beyond the frozen one: a head, the list of milestones, and answers to buttons. */
export const LIVE_STYLE = `
body.live { display: grid; grid-template: auto 1fr / 248px minmax(0, 1fr); min-height: 100vh; }
.top { grid-column: 1 / -1; display: flex; gap: 4px 16px; align-items: baseline; flex-wrap: wrap; padding: 10px 24px; border-bottom: 1px solid var(--line); font-size: 13px; }
.top strong { font-weight: 650; font-size: 15px; letter-spacing: -0.01em; } #link { margin-left: auto; }
#list { border-right: 1px solid var(--line); padding: 16px 12px; }
#list ul { list-style: none; margin: 0; padding: 0; position: sticky; top: 16px; display: grid; gap: 2px; }
#list a { display: block; border: 0; border-radius: 8px; padding: 8px 12px; } #list a:hover { background: var(--surface); }
#list a[aria-current] { background: var(--surface); box-shadow: inset 3px 0 0 var(--active); }
#list b { display: block; font-weight: 600; overflow-wrap: anywhere; } #list .state, #list .muted { font-size: 12px; } #list .bar { height: 4px; margin-top: 6px; }
body.live main { width: 100%; padding-top: 32px; } main:focus { outline: none; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 12px; top: 8px; z-index: 9; background: var(--paper); padding: 6px 12px; }
#said { position: fixed; z-index: 5; left: 50%; bottom: 20px; transform: translateX(-50%); max-width: min(640px, calc(100% - 32px)); }
#said p { margin: 0; padding: 10px 16px; border-radius: 9px; background: var(--ink); color: var(--paper); font-size: 14px; overflow-wrap: anywhere; white-space: pre-wrap; }
#said p.bad { background: var(--bad); color: var(--on); }
body.open { overflow: hidden; }
.log pre { max-height: 46vh; } .log pre:empty::before { content: "Nothing was printed so far."; color: var(--muted); }
@media (max-width: 860px) {
  body.live { grid-template: auto auto 1fr / minmax(0, 1fr); } .top { padding: 10px 16px; }
  #list { border-right: 0; border-bottom: 1px solid var(--line); padding: 8px 12px; overflow-x: auto; }
  #list ul { position: static; grid-auto-flow: column; grid-auto-columns: minmax(170px, max-content); } #list a[aria-current] { box-shadow: inset 0 -3px 0 var(--active); }
}
@media (prefers-reduced-motion: no-preference) { .drawer { animation: slide 0.14s ease-out; } @keyframes slide { from { transform: translateX(24px); opacity: 0; } } }
`;
