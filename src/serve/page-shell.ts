import { escapeHtml } from "../milestone/view/html/escape.ts";
import { STYLE } from "../milestone/view/html/style.ts";
import { pageClient } from "./page-client.ts";
import { LIVE_STYLE } from "./page-style.ts";

/** The page without anything in it: whoever has no key sees no more than this. */
export function pageShell({ nonce, repository }: { nonce: string; repository: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Milestones of ${escapeHtml(repository)}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${STYLE}${LIVE_STYLE}</style>
</head>
<body class="live">
<a class="skip" href="#main">To the milestone</a>
<header class="top"><strong>milestone</strong><span class="muted">${escapeHtml(repository)}</span><span id="link" class="state idle" role="status">○ connecting</span></header>
<nav id="list" aria-label="Milestones"></nav>
<main id="main" tabindex="-1"><p class="muted">The milestones are read …</p></main>
<div id="drawer"></div>
<div id="said" role="status" aria-live="polite"></div>
<script nonce="${nonce}">(${pageClient.toString()})();</script>
</body>
</html>
`;
}
