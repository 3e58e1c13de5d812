/** The page's look: quiet, after GitHub's own, following the viewer's choice of light or dark. */
export const style = `
:root { color-scheme: light dark; --page: #f6f8fa; --card: #fff; --line: #d1d9e0; --text: #1f2328; --soft: #59636e; --link: #0969da;
  --green: #1a7f37; --red: #cf222e; --yellow: #9a6700; --purple: #8250df; --grey: #59636e; --code: #818b981f; --head: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --page: #010409; --card: #0d1117; --line: #3d444d; --text: #f0f6fc; --soft: #9198a1;
  --link: #4493f8; --green: #238636; --red: #da3633; --yellow: #9e6a03; --purple: #8957e5; --grey: #656c76; --code: #656c7633; --head: #151b23; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
header.top { background: var(--card); border-bottom: 1px solid var(--line); padding: 16px 24px; font-size: 18px; }
header.top nav { font-size: 14px; margin-top: 8px; display: flex; gap: 16px; flex-wrap: wrap; }
main { max-width: 1120px; margin: 24px auto; padding: 0 24px; }
h1.title { font-size: 26px; font-weight: 400; margin: 0 0 8px; } h1.title .number { color: var(--soft); }
h2.section { font-size: 18px; font-weight: 600; margin: 40px 0 12px; }
.meta { color: var(--soft); display: flex; gap: 8px; align-items: center; flex-wrap: wrap; margin-bottom: 16px; }
.state { color: #fff; border-radius: 2em; padding: 4px 12px; font-weight: 500; font-size: 13px; }
.state.open, .state.success { background: var(--green); } .state.closed, .state.failure { background: var(--red); }
.state.done, .state.merged { background: var(--purple); } .state.draft, .state.grey { background: var(--grey); }
.state.waiting { background: var(--yellow); }
.label { border-radius: 2em; padding: 1px 9px; font-size: 12px; font-weight: 500; border: 1px solid var(--line); }
.branch { font: 12px ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--code); border-radius: 6px; padding: 2px 6px; color: var(--link); }
.entry { display: grid; grid-template-columns: 40px minmax(0, 1fr); gap: 12px; margin: 16px 0; }
.avatar { width: 40px; height: 40px; border-radius: 50%; background: var(--link); color: #fff; display: grid; place-items: center; font-weight: 600; }
.avatar.bot { border-radius: 8px; background: var(--grey); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.card > .head { background: var(--head); border-bottom: 1px solid var(--line); padding: 8px 16px; color: var(--soft); display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
.card > .head strong { color: var(--text); }
.card > .body { padding: 16px; overflow-x: auto; }
.reactions { padding: 0 16px 12px; display: flex; gap: 8px; } .reactions span { border: 1px solid var(--line); border-radius: 2em; padding: 1px 8px; font-size: 12px; }
.lines { border-top: 1px solid var(--line); padding: 10px 16px; } .lines .where { font: 12px ui-monospace, monospace; color: var(--soft); }
.rows { background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.rows > details, .rows > .row { border-bottom: 1px solid var(--line); padding: 10px 16px; } .rows > :last-child { border-bottom: 0; }
.rows summary { cursor: pointer; display: flex; gap: 10px; align-items: center; flex-wrap: wrap; list-style: none; }
.rows .row { display: flex; gap: 10px; align-items: center; flex-wrap: wrap; }
.dot { width: 12px; height: 12px; border-radius: 50%; flex: none; background: var(--grey); }
.dot.success { background: var(--green); } .dot.failure { background: var(--red); } .dot.waiting { background: var(--yellow); }
.dot.running { background: transparent; border: 3px solid var(--yellow); }
.soft { color: var(--soft); } .buttons { display: flex; gap: 8px; margin: 12px 0 4px; }
.button { border: 1px solid var(--line); border-radius: 6px; padding: 3px 12px; background: var(--head); font-weight: 500; font-size: 12px; }
.markdown > :first-child { margin-top: 0; } .markdown > :last-child { margin-bottom: 0; }
.markdown h1, .markdown h2 { border-bottom: 1px solid var(--line); padding-bottom: .3em; } .markdown h1 { font-size: 22px; } .markdown h2 { font-size: 18px; } .markdown h3 { font-size: 16px; }
.markdown table { border-collapse: collapse; margin: 12px 0; } .markdown th, .markdown td { border: 1px solid var(--line); padding: 5px 12px; }
.markdown code { font: 12px ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--code); border-radius: 6px; padding: 2px 5px; }
.markdown pre.code { background: var(--head); border-radius: 6px; padding: 12px; overflow: auto; } .markdown pre.code code { background: none; padding: 0; }
.markdown pre.mermaid { background: none; text-align: center; margin: 12px 0; } .markdown blockquote { border-left: 4px solid var(--line); margin: 12px 0; padding: 0 12px; color: var(--soft); }
.alert { border-left: 4px solid var(--link); padding: 4px 14px; margin: 12px 0; } .alert .kind { font-weight: 600; margin: 4px 0; color: var(--link); }
.alert.warning { border-color: var(--yellow); } .alert.warning .kind { color: var(--yellow); } .alert.caution { border-color: var(--red); } .alert.caution .kind { color: var(--red); }
.image { color: var(--soft); }
`;
