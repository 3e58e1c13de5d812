import { escapeHtml } from "../src/milestone/view/html/escape.ts";

/** A page of the app's own: plain, with nothing fetched from elsewhere. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · milestone-execute</title>
<style>
:root { color-scheme: light dark; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --paper: #fff; --soft: #f6f8fa; --act: #1f883d; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --quiet: #9198a1; --line: #3d444d; --paper: #0d1117; --soft: #151b23; --act: #238636; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
form { margin: 1.5rem 0; padding: 1.25rem; border: 1px solid var(--line); border-radius: 8px; background: var(--soft); }
label { display: block; margin-bottom: 1rem; font-weight: 600; }
input:not([type=hidden]) { display: block; box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
button { padding: .6rem 1.1rem; font: inherit; font-weight: 600; color: #fff; background: var(--act); border: 0; border-radius: 6px; cursor: pointer; }
:is(input, button, a, summary):focus-visible { outline: 2px solid #0969da; outline-offset: 2px; }
code, pre { font: .875em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { padding: 1rem; overflow: auto; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; }
details, footer { color: var(--quiet); }
a { color: #0969da; } @media (prefers-color-scheme: dark) { a { color: #4493f8; } }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** What the app's address shows: where GitHub sends people after the installation. */
export const HOME = page(
  "Milestones are steered from here",
  `<p>The app is running. Where it is installed, write a comment in an issue or a pull request:</p>
<pre>/milestone help
/milestone execute &lt;id&gt;
/milestone status &lt;id&gt;</pre>
<p>A milestone is a file <code>.milestones/active/&lt;id&gt;.yaml</code> on the repository's base branch, and <code>milestone init</code> writes a first one with the workflow that executes it.</p>`,
);
