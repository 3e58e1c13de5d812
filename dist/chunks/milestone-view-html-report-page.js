import { N as dateTime } from "./milestone-view-nearest.js";
import { l as buildReport } from "./milestone-view-task-table.js";
import { n as pageParts, r as taskDrawer, s as escapeHtml, t as STYLE } from "./milestone-view-html-style.js";

// src/milestone/view/html/report-page.ts
/** No script, no request, no form: the page is text, drawings and one style sheet. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/** `milestone report --html`: the live page frozen, one file that shows everything and asks no server for anything. */
function htmlReport(input, { made = null, web = null, documents } = {}) {
	const { plan, state } = input;
	const page = {
		report: buildReport(input),
		plan,
		state,
		made,
		web,
		live: null
	};
	const { dashboard } = page.report;
	const drawers = plan.tasks.map(({ id }) => taskDrawer(page, id, {
		documents: documents?.get(id) ?? [],
		logs: []
	}));
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${dashboard.percentage} % ${dashboard.milestone.title}`)}</title>
<style>${STYLE}</style>
</head>
<body class="frozen">
<main>
${pageParts(page).map((part) => part.html).join("\n")}
<footer>As of ${dateTime(dashboard.now)}${dashboard.session ? ` · session <code>${escapeHtml(dashboard.session.id)}</code>` : ""} · all times are UTC</footer>
</main>
<div class="drawers">
${drawers.join("\n")}
</div>
</body>
</html>
`;
}

export { htmlReport };