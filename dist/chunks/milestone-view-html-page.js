import { A as besideWork, B as took, Gt as isOnBranch, L as money, M as compact, N as dateTime, P as duration, U as activitySentence, Wt as isDone, h as workMs, m as slotOf, r as besideAgents, w as STATUS } from "./milestone-view-nearest.js";
import { C as questionWords, I as spansOf, M as filled, N as isEmpty, O as laneName, R as noteOrigin, _ as approvalWords, a as blockerNeed, c as questionNeed, d as recommendations, f as trail, g as buildReport, h as quality, i as taskList, j as graphView, l as blockers, m as performance, o as gateNeed, p as adherence, r as overviewOf, u as costs, v as blockerWords, w as taskWords, x as noteFate, y as doingWords } from "./milestone-view-dashboard-document.js";
import { n as sanitise, r as sanitiseLine, t as counted } from "./milestone-text-sanitise.js";
import { h as PHASES, i as branchName } from "./milestone-names.js";
import { t as why } from "./milestone-view-why.js";
import { t as MarkdownItCallable } from "./lib-markdown-it.js";

// src/milestone/view/html/parts.ts
/** Pieces that several sections share. Everything here takes plain text and returns markup. */
function state(status) {
	const { symbol, word, tone } = STATUS[status];
	return toned(tone, `${symbol} ${word}`);
}
function toned(tone, text) {
	return `<span class="state ${tone}">${escapeHtml(text)}</span>`;
}
/** A bar with its figure as a label for those who do not see it. */
function barHtml(percent, tone, label) {
	const fill = `<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.min(100, Math.max(0, percent))}" height="1"/></svg>`;
	return `<span class="bar ${tone}" role="img" aria-label="${escapeHtml(`${label}: ${percent} %`)}">${fill}</span>`;
}
/** Cells are markup already. A slim table is as wide as its content. */
function tableHtml(caption, columns, rows, slim = false) {
	const attributes = columns.map((c) => {
		const names = [c.number ? "number" : "", c.wide ? "wide" : ""].filter(Boolean).join(" ");
		return names ? ` class="${names}"` : "";
	});
	const head = columns.map(({ title }, i) => title ? `<th scope="col"${attributes[i]}>${escapeHtml(title)}</th>` : `<td${attributes[i]}></td>`).join("");
	const body = rows.map((row) => `<tr>${row.map((cell, i) => `<td${attributes[i]}>${cell}</td>`).join("")}</tr>`).join("\n");
	return scroll(caption, `<table${slim ? " class=\"slim\"" : ""} aria-label="${escapeHtml(caption)}"><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`);
}
/** Rows of a table that are shown before the others are unfolded. */
const SHOWN_ROWS = 10;
/** A table of which a long one shows its first rows, and unfolds the others. */
function longTable(caption, columns, rows, slim = false) {
	const [first, rest] = [rows.slice(0, SHOWN_ROWS), rows.slice(SHOWN_ROWS)];
	const table = tableHtml(caption, columns, first, slim);
	if (rest.length < 3) return rest.length === 0 ? table : tableHtml(caption, columns, rows, slim);
	const more = tableHtml(`${caption}, the others`, columns, rest, slim);
	return `${table}<details data-key="more ${escapeHtml(caption)}"><summary>${rest.length} more</summary>${more}</details>`;
}
/** What may be wider than the page moves inside of its own frame, by keyboard too. */
function scroll(label, content) {
	return `<div class="scroll" role="region" aria-label="${escapeHtml(label)}" tabindex="0">${content}</div>`;
}
function section(id, title, content) {
	const inner = content.filter(Boolean).join("\n");
	return inner ? `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)}</h2>\n${inner}</section>` : "";
}
/** Where a task's details are: an id that no section has. */
const taskAnchor = (task) => `task-${task}`;
function taskLink(task, text = task) {
	return `<a href="#${taskAnchor(task)}">${escapeHtml(text)}</a>`;
}
function facts(rows) {
	return `<dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${value}</dd>`).join("")}</dl>`;
}
const ENTITIES = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
/** Text for an element or a quoted attribute: one line, control and direction characters gone, no markup. */
function escapeHtml(text) {
	return sanitiseLine(text).replace(/[&<>"']/g, (c) => ENTITIES[c]);
}
/** The same, cut to a number of characters with an ellipsis. */
function escapeCut(text, most) {
	const characters = [...sanitiseLine(text)];
	return (characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("")).replace(/[&<>"']/g, (c) => ENTITIES[c]);
}

// src/milestone/view/html/blocks-html.ts
/** A section as a part of the page; empty where it has nothing but what is absent. */
function sectionHtml({ id, title, blocks }) {
	return section(id, title, blocks.map(blockHtml));
}
function blockHtml(block) {
	switch (block.kind) {
		case "paragraph": return `<p>${wordsHtml(block.words)}</p>`;
		case "overview":
		case "needs":
		case "log":
		case "picture":
		case "absent": return "";
		case "facts": return block.rows.every(([, value]) => isEmpty(value)) ? "" : facts(block.rows.map(([name, value]) => [name, wordsHtml(value)]));
		case "list": return listHtml(block.items);
		case "table": {
			const { caption, slim } = block;
			const { columns, rows: told } = filled(block);
			const rows = told.map((row) => row.map(wordsHtml));
			if (rows.length === 0) return "";
			return block.long ? longTable(caption, columns, rows, slim) : tableHtml(caption, columns, rows, slim);
		}
		case "part": {
			const inner = block.blocks.map(blockHtml).join("");
			return inner ? `<h3>${escapeHtml(block.title)}</h3>${inner}` : "";
		}
		case "folded": {
			const inner = block.blocks.map(blockHtml).join("");
			return inner ? `<details data-key="${escapeHtml(block.key)}"><summary>${escapeHtml(block.summary)}</summary>${inner}</details>` : "";
		}
	}
}
function listHtml(all) {
	const lines = all.map(({ words, tone, output }) => {
		const shown = output ? `<p>${wordsHtml(words)}</p><pre tabindex="0">${output.split("\n").map(escapeHtml).join("\n")}</pre>` : wordsHtml(words);
		return `<li${tone ? ` class="${tone}"` : ""}>${shown}</li>`;
	});
	const isQuoting = all.some((item) => item.output);
	return lines.length > 0 ? `<ul${isQuoting ? " class=\"attempts\"" : ""}>${lines.join("")}</ul>` : "";
}
function wordsHtml(words) {
	return spansOf(words).map(spanHtml).join("");
}
function spanHtml(span) {
	if (typeof span === "string") return textHtml(span);
	if ("code" in span) return span.code === "" ? "" : `<code>${escapeHtml(span.code)}</code>`;
	if ("strong" in span) return `<b>${wordsHtml(span.strong)}</b>`;
	if ("quiet" in span) return isEmpty(span.quiet) ? "" : `<span class="muted">${wordsHtml(span.quiet)}</span>`;
	if ("task" in span) return taskLink(span.task, span.text);
	if ("status" in span) return state(span.status);
	if ("mark" in span) return STATUS[span.mark].symbol;
	if ("percent" in span) return `<span class="pair">${barHtml(span.percent, span.tone, span.of)}<span>${span.percent} %</span></span>`;
	if ("lines" in span) return span.lines.filter((line) => !isEmpty(line)).map(wordsHtml).join("<br>");
	if ("tone" in span) return toned(span.tone, span.text);
	return escapeCut(span.text, span.most);
}
/** Spaces at the ends stand between it and its neighbours. */
function textHtml(text) {
	const [before, after] = [text.startsWith(" ") ? " " : "", text.length > 1 && text.endsWith(" ") ? " " : ""];
	return before + escapeHtml(text.trim()) + after;
}

// src/milestone/view/html/actions.ts
function actionHtml(live, { command, label, asks, primary }) {
	if (!live) return "";
	const given = `data-command="${escapeHtml(command)}"`;
	const look = primary ? " class=\"primary\"" : "";
	if (!asks) return `<form class="act" ${given}><button${look} ${`aria-label="${escapeHtml(`${label}: ${command}`)}"`}>${escapeHtml(label)}</button></form>`;
	const field = `<textarea name="reason" rows="3" maxlength="4000"${asks.required ? " required" : ""}></textarea>`;
	return `<details class="act" data-key="${escapeHtml(command)}"><summary>${escapeHtml(label)} …</summary><form ${given}><label>${escapeHtml(asks.question)}${field}</label><button class="primary">${escapeHtml(label)}</button></form></details>`;
}
/** A row of buttons; nothing on the frozen page. */
function actionsHtml(live, actions) {
	const buttons = actions.map((action) => actionHtml(live, action)).join("");
	return buttons ? `<div class="actions">${buttons}</div>` : "";
}
/** A command to be typed, with a button that copies it where there is a script to do so. */
function commandHtml(live, command, why = "") {
	const copy = live ? `<button type="button" class="copy" data-copy="${escapeHtml(command)}" aria-label="${escapeHtml(`Copy: ${command}`)}">Copy</button>` : "";
	const reason = why ? ` <span class="muted">${escapeHtml(why)}</span>` : "";
	return `<p class="command"><code>${escapeHtml(command)}</code>${copy}${reason}</p>`;
}
/** How a gate is answered: by buttons, or where a session that runs on GitHub believes it. */
function gateAnswer({ live, web, plan }, gate) {
	if (!live?.isOnGitHub || gate.kind === "manual") return `${actionsHtml(live, gateActions(gate))}${commandHtml(live, gate.command)}`;
	const query = encodeURIComponent(`is:pr head:${branchName(plan.id)}`);
	const name = "its pull request";
	return `<p>It runs on GitHub and is answered there: by a review of ${web ? `<a href="${escapeHtml(`${web.repository}/pulls?q=${query}`)}">${name}</a>` : name}, or by this comment on it.</p>${commandHtml(live, `/${gate.command}`)}`;
}
/** The buttons of a gate: approve it, or say what should change. */
function gateActions(gate) {
	if (gate.kind === "manual") return [{
		command: gate.command,
		label: "Done",
		primary: true
	}];
	return [{
		command: gate.command,
		label: "Approve",
		primary: true
	}, {
		command: gate.command.replace(/^milestone approve /, "milestone reject "),
		label: "Request changes",
		asks: {
			question: "What should change? The next attempt is told.",
			required: true
		}
	}];
}
/** The buttons of an agent's question: one for each option, and one's own words. */
function questionActions({ command, options }) {
	const words = command.split(" ").slice(0, 4).join(" ");
	return [...options.map((option, i) => ({
		command: `${words} ${i + 1}`,
		label: option
	})), {
		command: words,
		label: options.length > 0 ? "Answer in words" : "Answer",
		asks: {
			question: "What is the answer?",
			required: true
		}
	}];
}
/** An agent's question with its options: buttons on the live page, a list to read on the frozen one. */
function questionHtml(live, question, now) {
	const options = question.options.map((option) => `<li>${escapeHtml(option)}</li>`).join("");
	const list = options && !live ? `<ol>${options}</ol>` : "";
	if (live?.isOnGitHub && question.asComment) return `<p>${escapeHtml(questionWords(question, now))}</p><p>It is answered on GitHub, by a comment on its pull request.</p>${commandHtml(live, `/${question.command}`)}`;
	return `<p>${escapeHtml(questionWords(question, now))}</p>${list}${actionsHtml(live, questionActions(question))}${commandHtml(live, question.command)}`;
}
/** Commands of a blocker's proposals that a button can give: they are recorded, and start nothing by themselves. */
const PRESSED = [
	"retry",
	"skip",
	"resume"
];
/** null: it can only be copied. */
function proposalAction(command) {
	const [, name = "", ...rest] = command.split(" ");
	if (!PRESSED.some((pressed) => pressed === name)) return null;
	const flags = rest.filter((word) => word.startsWith("--"));
	if (name === "resume" && flags.length === 0) return null;
	const words = flags.map((flag) => flag.slice(2).replace(/^add-(\w+)=(\d+)$/, "$2 $1 more")).join(", ");
	if (name === "skip") return {
		command,
		label: "Skip the task",
		asks: {
			question: "Why is it left out?",
			required: true
		}
	};
	const label = name === "retry" ? "Retry" : "Raise the budget";
	return {
		command,
		label: words ? `${label}: ${words}` : label,
		primary: name === "retry" && !words
	};
}

// src/milestone/view/html/document-html.ts
/** More of one document is read in an editor. */
const MOST_CHARS = 1e5;
const MOST_DIFF_LINES = 2e3;
/**
* Documents are written by agents. Their markup stands as text, pictures as their words (nothing is fetched), and links
* go to the web alone. Deep nesting and long lines are bounded, so that no document takes long.
*/
const markdown = new MarkdownItCallable("default", {
	html: false,
	linkify: false,
	typographer: false,
	maxNesting: 30
}).disable([
	"image",
	"entity",
	"reference"
]).use((md) => {
	for (const rule of ["heading_open", "heading_close"]) md.renderer.rules[rule] = (tokens, at) => {
		const level = Math.min(6, Number(tokens[at].tag.slice(1)) + 3);
		return rule === "heading_open" ? `<h${level}>` : `</h${level}>\n`;
	};
	md.renderer.rules.link_open = (tokens, at) => `<a href="${escapeHtml(String(tokens[at].attrGet("href")))}" rel="noreferrer noopener" target="_blank">`;
	md.renderer.rules.th_open = () => "<th>";
	md.renderer.rules.td_open = () => "<td>";
	md.renderer.rules.fence = (tokens, at) => code(tokens[at].content);
	md.renderer.rules.code_block = (tokens, at) => code(tokens[at].content);
});
markdown.validateLink = (address) => /^https?:\/\//i.test(address);
const code = (text) => `<pre tabindex="0">${markdown.utils.escapeHtml(text)}</pre>\n`;
/** A document as markup: Markdown as it is meant, everything else as it is written. */
function documentHtml(path, text) {
	const shown = sanitise(text).slice(0, MOST_CHARS).toWellFormed();
	const cut = text.length > MOST_CHARS ? "<p class=\"muted\">The rest is left out here.</p>" : "";
	return `<div class="document">${/\.(md|markdown)$/i.test(path) ? markdown.render(shown) : code(shown)}${cut}</div>`;
}
/** A unified difference, each line in the colour of what became of it. */
function diffHtml(diff) {
	const lines = sanitise(diff).split("\n");
	const shown = lines.slice(0, MOST_DIFF_LINES).map((line) => {
		const text = markdown.utils.escapeHtml(line.slice(0, 2e3).toWellFormed());
		if (/^(diff|index|---|\+\+\+)/.test(line)) return `<span class="muted">${text}</span>`;
		if (line.startsWith("@@")) return `<span class="active">${text}</span>`;
		if (line.startsWith("+")) return `<ins>${text}</ins>`;
		if (line.startsWith("-")) return `<del>${text}</del>`;
		return text;
	});
	const cut = lines.length > shown.length ? `\n<span class="muted">… ${lines.length - shown.length} more lines</span>` : "";
	return `<pre class="diff" tabindex="0">${shown.join("\n")}${cut}</pre>`;
}

// src/milestone/view/html/made.ts
const MOST_FILES = 200;
/** What the milestone brought: the product's files, the commits that did it, and the documents of its phases. */
function madeSection(page) {
	return section("made", "What was made", [
		filesHtml(page),
		documentsHtml$1(page),
		commitsHtml$1(page)
	]);
}
function filesHtml({ made, web }) {
	if (!made || made.files.length === 0) return "";
	const tasks = /* @__PURE__ */ new Map();
	for (const { task, paths } of made.commits) {
		if (task === null) continue;
		for (const path of paths) tasks.set(path, (tasks.get(path) ?? /* @__PURE__ */ new Set()).add(task));
	}
	const rows = made.files.slice(0, MOST_FILES).map(({ path, added, removed, exists }) => {
		const text = escapeHtml(path);
		const name = web && exists ? `<a href="${escapeHtml(`${web.repository}/blob/${web.commit}/${path}`)}" rel="noreferrer noopener" target="_blank">${text}</a>` : text;
		const words = [added ? `<span class="good">+${added}</span>` : "", removed ? `<span class="bad">−${removed}</span>` : ""].filter(Boolean).join(" ");
		const of = [...tasks.get(path) ?? []].slice(0, 4).map((task) => taskLink(task)).join(", ");
		return [
			`<code>${name}</code>${exists ? "" : " <span class=\"muted\">removed</span>"}`,
			words,
			of
		];
	});
	const more = made.files.length > rows.length ? ` The first ${rows.length} of them:` : "";
	const sum = (key) => made.files.reduce((n, f) => n + (f[key] ?? 0), 0);
	const [added, removed] = [sum("added"), sum("removed")];
	const lines = [added ? `${counted(added, "line")} added` : "", removed ? `${counted(removed, "line")} removed` : ""];
	return `<p>${escapeHtml([counted(made.files.length, "file"), ...lines].filter(Boolean).join(", "))}.${more}</p>${longTable("Files", [
		{ title: "File" },
		{
			title: "Lines",
			number: true
		},
		{
			title: "Task",
			wide: true
		}
	], rows)}`;
}
function documentsHtml$1({ plan, state }) {
	const items = plan.tasks.flatMap(({ id }) => {
		const names = [...(state.tasks.get(id)?.phases ?? /* @__PURE__ */ new Map()).values()].flatMap((p) => p.deliverables.map((d) => d.path.split("/").at(-1)));
		return names.length ? [`<li>${taskLink(id)} <span class="muted">${names.slice(0, 12).map(escapeHtml).join(", ")}${names.length > 12 ? " …" : ""}</span></li>`] : [];
	});
	if (items.length === 0) return "";
	return `<details data-key="documents"><summary>Documents of ${counted(items.length, "task")}</summary><ul class="plain">${items.join("")}</ul></details>`;
}
function commitsHtml$1({ made, web }) {
	const product = made?.commits.filter((c) => c.paths.length > 0) ?? [];
	if (product.length === 0) return "";
	const items = product.slice(-200).reverse().map((c) => `<li>${commitLink(c.oid, web)} ${escapeCut(c.subject, 160)}</li>`);
	return `<details data-key="commits"><summary>${counted(product.length, "commit")} with changes to the product</summary><ul class="plain">${items.join("")}</ul></details>`;
}
function commitLink(oid, web) {
	const short = `<code>${escapeHtml(oid.slice(0, 7))}</code>`;
	return web ? `<a href="${escapeHtml(`${web.repository}/commit/${oid}`)}" rel="noreferrer noopener" target="_blank">${short}</a>` : short;
}

// src/milestone/view/html/drawer.ts
/** Everything about one task: why it stands where it stands, its gate, attempts, documents and commits. */
function taskDrawer(page, id, files) {
	const row = page.report.dashboard.tasks.find((t) => t.id === id);
	const task = page.plan.tasks.find((t) => t.id === id);
	if (!row || !task) return "";
	const at = page.state.tasks.get(id);
	const title = row.title && row.title !== id ? row.title : id;
	const doing = row.doing ? ` <span class="muted">${escapeHtml(row.doing)}</span>` : "";
	const share = row.percentage > 0 && row.percentage < 100 ? ` <span class="muted">${row.percentage} %</span>` : "";
	const description = task.description && task.description !== task.title ? `<p class="muted">${escapeCut(task.description, 2e3)}</p>` : "";
	const anchor = taskAnchor(id);
	return [
		`<section class="drawer" id="${anchor}" role="${page.live ? "dialog" : "region"}" aria-labelledby="${anchor}-title" tabindex="-1">`,
		`<div class="task-head"><p class="small muted"><code>${escapeHtml(id)}</code></p><h2 id="${anchor}-title">${escapeCut(title, 300)}</h2><a class="close" href="#tasks" aria-label="Close the task">✕</a><p>${state(row.status)}${share}${doing}</p></div>`,
		description,
		whyHtml(page, id),
		...page.report.dashboard.approvals.filter((a) => a.task === id).map((a) => gateHtml(page, a)),
		...page.report.dashboard.questions.filter((q) => q.task === id).map((q) => `<div class="gate"><h3>? Question of ${escapeHtml(q.phase)}</h3>${questionHtml(page.live, q, page.report.dashboard.now)}</div>`),
		blockersHtml(page, id),
		notesHtml(page, id),
		documentsHtml(page, files.documents, page.report.dashboard.approvals.find((a) => a.task === id)),
		logsHtml(files.logs),
		attemptsHtml(page, id),
		commitsHtml(page, id),
		relationsHtml(page, id),
		at && !isDone(at) ? taskActions(page, id) : "",
		"</section>"
	].filter(Boolean).join("\n");
}
function whyHtml({ plan, state: current, report, live }, id) {
	const at = current.tasks.get(id);
	if (at && isDone(at)) return at.skipReason ? `<p>Skipped: ${escapeHtml(at.skipReason)}</p>` : "";
	if (!current.activatedAt) return "";
	const row = report.dashboard.tasks.find((t) => t.id === id);
	if (row?.waitsFor.length && !live) return `<div class="why"><p>Waits for ${links(row.waitsFor)}.</p></div>`;
	const { now, activities } = report.dashboard;
	const { sentences } = why(plan, current, id, {
		now,
		activities
	}) ?? { sentences: [] };
	const lines = sentences.slice(0, 6).map((s) => `<p>${escapeCut(s, 600)}</p>`);
	return lines.length ? `<div class="why">${lines.join("")}</div>` : "";
}
function gateHtml(page, approval) {
	const { report } = page;
	const criteria = approval.criteria.map((c) => `<li>${escapeHtml(c)}</li>`).join("");
	return `<div class="gate"><h3>◇ ${approval.kind === "manual" ? "A person's work" : `Gate of ${escapeHtml(approval.phase ?? "")}`}</h3><p>${escapeHtml(approvalWords(approval, report.dashboard.now))}.</p>${criteria ? `<ul>${criteria}</ul>` : ""}${gateAnswer(page, approval)}</div>`;
}
function blockersHtml({ live, report }, id) {
	const { blockers, now } = report.dashboard;
	return blockers.filter((b) => b.task === id).map((b) => {
		const lines = b.evidence.split("\n").slice(-40).map(escapeHtml).join("\n");
		const actions = b.proposals.flatMap((p) => proposalAction(p.command) ?? []);
		return `<div class="blocker"><h3>✕ Blocked</h3><p>${escapeHtml(blockerWords(b, now))}</p>${lines.trim() ? `<pre tabindex="0">${lines}</pre>` : ""}${actionsHtml(live, actions)}${b.proposals.map((p) => commandHtml(live, p.command, p.why)).join("")}</div>`;
	}).join("");
}
/** Notes drawn out; of more the newest. */
const MOST_NOTES = 20;
/** What its agents left for other tasks, and theirs for it. */
function notesHtml({ report }, id) {
	const own = report.notes.filter(({ from, to }) => from === id || to === id);
	if (own.length === 0) return "";
	const items = own.slice(-20).map((note) => `<li><p>${escapeHtml(noteOrigin(note))} for ${escapeHtml(note.to)} <span class="muted">${escapeHtml(noteFate(note))}</span></p><p>${escapeCut(note.text, 1e3)}</p></li>`);
	return `<h3>Notes between tasks${own.length > MOST_NOTES ? `, the newest ${MOST_NOTES} of ${own.length}` : ""}</h3><ul class="plain">${items.join("")}</ul>`;
}
/** Open where the gate asks for them; folded where they are only to be had. */
function documentsHtml({ web }, documents, gate) {
	if (documents.length === 0) return "";
	return `<h3>Documents</h3>${documents.map(({ phase, path, text, diff }) => {
		const name = path.split("/").at(-1);
		const asked = gate?.phase === phase;
		const link = web ? `<p class="small"><a href="${escapeHtml(`${web.repository}/blob/${web.commit}/${path}`)}" rel="noreferrer noopener" target="_blank">Open on the web</a></p>` : "";
		const changed = diff ? `<details${asked ? " open" : ""} data-key="diff ${escapeHtml(path)}"><summary>What changed since it was last looked at</summary>${diffHtml(diff)}</details>` : "";
		const body = text === null ? "<p class=\"muted\">It is gone from the branch.</p>" : documentHtml(path, text);
		return `<details class="file"${asked ? " open" : ""} data-key="${escapeHtml(path)}"><summary><b>${escapeHtml(name)}</b> <span class="muted">${escapeHtml(phase)}</span></summary>${link}${changed}${body}</details>`;
	}).join("")}`;
}
function logsHtml(logs) {
	if (logs.length === 0) return "";
	return `<h3>Logs</h3>${logs.map((log) => {
		const size = log.bytes < 1024 ? `${log.bytes} B` : `${Math.ceil(log.bytes / 1024)} KiB`;
		return `<details class="log" data-key="${escapeHtml(log.key)}" data-log="${escapeHtml(log.key)}"><summary><b>${escapeHtml(log.name)}</b> <span class="muted">${size}</span></summary><pre tabindex="0" role="log" aria-label="${escapeHtml(`Output of ${log.name}`)}" data-keep></pre></details>`;
	}).join("")}`;
}
const TONES = {
	running: "active",
	completed: "good",
	failed: "bad",
	interrupted: "idle"
};
/** Attempts drawn out; of more the newest. */
const MOST_ATTEMPTS = 30;
function attemptsHtml({ report }, id) {
	const { history, dashboard } = report;
	const own = history.attempts.filter((a) => a.task === id);
	if (own.length === 0) return "";
	const items = own.slice(-30).map((attempt) => {
		const { phase, attempt: number, outcome, executor, usage } = attempt;
		const said = history.record.failed.findLast((f) => f.task === id && f.phase === phase && f.attempt === number);
		const tokens = (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0);
		const words = [
			executor,
			took(workMs(attempt, dashboard.now)),
			besideWork(attempt.stages),
			tokens ? `${compact(tokens)} tokens` : "",
			usage?.cost_usd ? money(usage.cost_usd) : ""
		];
		const mark = outcome === "completed" ? "✓" : outcome === "failed" ? "✕" : outcome === "running" ? "▸" : "‖";
		const last = said?.words ? `<pre tabindex="0">${said.words.split("\n").map(escapeHtml).join("\n")}</pre>` : "";
		const message = attempt.message ? `<p>${escapeCut(attempt.message, 500)}</p>` : "";
		return `<li><p><b>${escapeHtml(phase)}</b>${number > 1 ? ` #${number}` : ""} ${toned(TONES[outcome], `${mark} ${outcome}`)} <span class="muted">${escapeHtml(words.filter(Boolean).join(" · "))}</span></p>${message}${last}</li>`;
	});
	return `<h3>Attempts${own.length > MOST_ATTEMPTS ? `, the newest ${MOST_ATTEMPTS} of ${own.length}` : ""}</h3><ul class="attempts">${items.join("")}</ul>`;
}
function commitsHtml({ made, web }, id) {
	const own = made?.commits.filter((c) => c.task === id && c.paths.length > 0) ?? [];
	if (own.length === 0) return "";
	return `<h3>Changes</h3><ul class="plain">${own.map((c) => `<li>${commitLink(c.oid, web)} ${escapeCut(c.subject, 160)}<br><span class="muted small">${c.paths.slice(0, 20).map(escapeHtml).join(", ")}${c.paths.length > 20 ? " …" : ""}</span></li>`).join("")}</ul>`;
}
function links(ids) {
	return ids.slice(0, 40).map((task) => taskLink(task)).join(", ") + (ids.length > 40 ? " …" : "");
}
function relationsHtml({ plan, report, state: current }, id) {
	const row = report.dashboard.tasks.find((t) => t.id === id);
	const after = plan.tasks.filter((t) => t.dependencies.includes(id)).map((t) => t.id);
	const at = current.tasks.get(id);
	const phases = PHASES.flatMap((phase) => {
		const found = at?.phases.get(phase);
		return found && at.workflow && !isDone(at) ? [`${phase} ${state(found.status)}`] : [];
	});
	const cost = report.costs.byTask.find((r) => r.name === id);
	const used = cost ? [
		counted(cost.attempts, "attempt"),
		`${duration(cost.workMs)} of agents' time`,
		cost.costUsd > 0 ? money(cost.costUsd) : ""
	] : [];
	return `<h3>In short</h3>${facts([
		["Phases", phases.join("<br>")],
		["Needs", links(row.dependencies)],
		["Needed by", links(after)],
		["Used", escapeHtml(used.filter(Boolean).join(" · "))],
		["Started", at?.startedAt ? dateTime(at.startedAt) : ""],
		["Ended", at?.completedAt ? dateTime(at.completedAt) : ""]
	])}`;
}
function taskActions({ live, plan, state: current }, id) {
	if (!live || !current.activatedAt || !isOnBranch(current)) return "";
	const actions = [{
		command: `milestone retry ${plan.id} ${id}`,
		label: "Retry",
		asks: {
			question: "Anything to be recorded with it?",
			required: false
		}
	}, {
		command: `milestone skip ${plan.id} ${id}`,
		label: "Skip",
		asks: {
			question: "Why is it left out? What depends on it may start.",
			required: true
		}
	}];
	return actionsHtml(live, actions);
}

// src/milestone/view/html/time-scale.ts
/** A pause is drawn this wide, whatever it took. */
const PAUSE_WIDTH = 44;
/** Only a stretch this long, as a share of the whole, is shortened. */
const PAUSE_SHARE = .06;
const LEAST_TICK_GAP = 84;
/** Maps times to positions between `left` and `right`; long stretches without work are shortened. */
function timeScale(spans, left, right) {
	const start = Math.min(...spans.map((s) => s.start));
	const end = Math.max(...spans.map((s) => s.end), start + 1);
	const idle = idleStretches(spans, start, end);
	const worked = end - start - idle.reduce((ms, p) => ms + p.end - p.start, 0);
	const perMs = (right - left - idle.length * PAUSE_WIDTH) / Math.max(1, worked);
	const pauses = [];
	let at = left;
	let from = start;
	for (const stretch of idle) {
		at += (stretch.start - from) * perMs;
		pauses.push({
			...stretch,
			x: at,
			width: PAUSE_WIDTH
		});
		at += PAUSE_WIDTH;
		from = stretch.end;
	}
	const x = (time) => {
		let position = left;
		let since = start;
		for (const pause of pauses) {
			if (time < pause.start) break;
			if (time < pause.end) return pause.x + (time - pause.start) / (pause.end - pause.start) * pause.width;
			position = pause.x + pause.width;
			since = pause.end;
		}
		return Math.min(right, position + (time - since) * perMs);
	};
	return {
		x,
		pauses,
		ticks: ticksOf(x, start, end, pauses, perMs)
	};
}
function idleStretches(spans, start, end) {
	const work = spans.filter((s) => s.kind === "work").sort((a, b) => a.start - b.start);
	const found = [];
	let until = start;
	for (const span of work) {
		if (span.start - until > (end - start) * PAUSE_SHARE) found.push({
			start: until,
			end: span.start
		});
		until = Math.max(until, span.end);
	}
	if (end - until > (end - start) * PAUSE_SHARE) found.push({
		start: until,
		end
	});
	return found.length * PAUSE_WIDTH > 400 ? [] : found;
}
const MINUTE = 6e4;
const STEPS = [
	1,
	2,
	5,
	10,
	15,
	30,
	60,
	120,
	180,
	360,
	720,
	1440,
	2880,
	10080
].map((m) => m * MINUTE);
function ticksOf(x, start, end, pauses, perMs) {
	const step = [...[
		1,
		2,
		5,
		10,
		30
	].map((s) => s * 1e3), ...STEPS].find((s) => s * perMs >= LEAST_TICK_GAP) ?? STEPS.at(-1);
	const ticks = [];
	for (let time = Math.ceil(start / step) * step; time <= end; time += step) {
		if (pauses.some((p) => time > p.start && time < p.end)) continue;
		const at = x(time);
		if (at - (ticks.at(-1)?.x ?? Number.NEGATIVE_INFINITY) < LEAST_TICK_GAP * .6) continue;
		ticks.push({
			time,
			x: at,
			label: tickLabel(time, step, ticks.at(-1)?.time ?? null)
		});
	}
	return ticks;
}
/** The day is named where it begins; seconds only where they matter. */
function tickLabel(time, step, before) {
	const iso = new Date(time).toISOString();
	const clock = step < MINUTE ? iso.slice(11, 19) : iso.slice(11, 16);
	if (before !== null && new Date(before).toISOString().slice(0, 10) === iso.slice(0, 10)) return clock;
	return `${iso.slice(5, 10)} ${clock}`;
}

// src/milestone/view/html/gantt-svg.ts
const WIDTH = 1040;
const ROW = 26;
const BAR = 18;
const TOP = 28;
/** Rows of tasks drawn; the newest, when there are more. */
const MOST_TASK_ROWS = 40;
/** What each task went through: phases, failed attempts, and waits for people, a row per task. */
function taskGanttSvg(spans) {
	const own = spans.filter((s) => s.task !== null);
	const rows = byKey(own, (span) => span.task);
	const newest = [...rows].sort(([, a], [, b]) => lastEnd(b) - lastEnd(a)).slice(0, 40);
	const kept = new Set(newest.map(([task]) => task));
	return gantt([...rows].filter(([task]) => kept.has(task)).flatMap(([task, list]) => named(task, packed(list))), own.filter((s) => kept.has(s.task)), "Timeline by task");
}
/** Who worked when, a row per agent, with what waited for people packed below. */
function agentGanttSvg(spans) {
	const work = [...byKey(spans.filter((s) => s.kind === "work"), (span) => span.lane)];
	work.sort(([a], [b]) => (slotOf(a) ?? 0) - (slotOf(b) ?? 0));
	const waits = packed(spans.filter((s) => s.kind === "wait"));
	return gantt([...work.flatMap(([lane, list]) => named(laneName(lane), packed(list))), ...named(laneName("gate"), waits)], spans, "Timeline by agent");
}
function gantt(rows, spans, title) {
	if (spans.length === 0) return "";
	const label = Math.min(200, Math.max(...rows.map((r) => Math.min(r.name.length, 26) * 7.2 + 20), 80));
	const scale = timeScale(spans, label, 1032);
	const height = TOP + rows.length * ROW + 8;
	const name = `${title}: ${spans.filter((s) => s.kind === "work").length} attempts by agents, ${spans.filter((s) => s.kind === "wait").length} waits for people`;
	return [
		`<svg class="drawing chart" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${name}" font-size="12">`,
		axis(scale, height),
		...rows.map((row, i) => rowSvg(row, TOP + i * ROW, scale)),
		"</svg>"
	].join("\n");
}
function byKey(spans, key) {
	const rows = /* @__PURE__ */ new Map();
	for (const span of spans) {
		const known = rows.get(key(span));
		if (known) known.push(span);
		else rows.set(key(span), [span]);
	}
	return rows;
}
const lastEnd = (spans) => Math.max(...spans.map((s) => s.end));
/** Only the first of the rows that belong together bears the name. */
const named = (name, rows) => rows.map((spans, i) => ({
	name: i === 0 ? name : "",
	spans
}));
/** Hatched: nothing was done, somebody was waited for. */
const PATTERN = "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" class=\"hidden-defs\"><defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"var(--wait)\" stroke-width=\"3\" stroke-opacity=\"0.3\"/></pattern></defs></svg>";
/** Each span into the first row that is free by then. */
function packed(spans) {
	const rows = [];
	for (const span of spans) {
		const row = rows.find((r) => r.at(-1).end <= span.start);
		if (row) row.push(span);
		else rows.push([span]);
	}
	return rows;
}
/** Half of what a digit is wide at that size of type: the last time must not be cut at the picture's edge. */
const HALF_DIGIT = 3.5;
function axis(scale, height) {
	const bottom = height - 8;
	const pauses = scale.pauses.map((p) => `<rect class="pause" x="${n(p.x)}" y="24" width="${p.width}" height="${bottom - TOP + 4}"><title>No agent worked for ${duration(p.end - p.start)}</title></rect>`);
	const ticks = scale.ticks.map((t) => `<path class="rule" d="M${n(t.x)} 24V${bottom}"/><text class="quiet" x="${n(Math.min(t.x, WIDTH - t.label.length * HALF_DIGIT))}" y="18" text-anchor="middle" font-size="11">${t.label}</text>`);
	return [...pauses, ...ticks].join("\n");
}
function rowSvg(row, y, scale) {
	return [row.name ? `<text x="0" y="${y + 14}" font-weight="600">${escapeCut(row.name, 26)}</text>` : "", ...row.spans.map((span) => barSvg(span, y, scale))].filter(Boolean).join("\n");
}
function barSvg(span, y, scale) {
	const x = scale.x(span.start);
	const width = Math.max(3, scale.x(span.end) - x - 1);
	const tone = toneOf(span);
	const fits = Math.floor((width - 12) / 6.4);
	const mark = span.outcome === "failed" ? "✕ " : "";
	const phase = span.label.split("/").at(-1);
	const text = [
		`${mark}${span.label}`,
		`${mark}${phase}`,
		mark.trim()
	].find((t) => t.length <= fits) ?? "";
	const solid = span.critical && span.kind === "work";
	const title = `${span.label}: ${span.detail}, ${took(span.end - span.start)}${span.critical ? ", on the critical path" : ""}`;
	const hatch = span.kind === "wait" ? `<rect x="${n(x)}" y="${y}" width="${n(width)}" height="${BAR}" rx="3" fill="url(#hatch)"/>` : "";
	const shape = `<rect class="span${solid ? " key" : ""}" x="${n(x)}" y="${y}" width="${n(width)}" height="${BAR}" rx="3"${span.kind === "wait" ? " fill-opacity=\"0.08\"" : ""}${span.critical && !solid ? " stroke-width=\"2.5\"" : ""}${span.outcome === "interrupted" ? " stroke-dasharray=\"3 2\"" : ""}/>`;
	const label = text ? `<text${solid ? " class=\"on\"" : ""} x="${n(x + 6)}" y="${y + 13}" font-size="11">${escapeHtml(text)}</text>` : "";
	return `<g class="${tone}"><title>${escapeHtml(title)}</title>${shape}${hatch}${label}</g>`;
}
function toneOf(span) {
	if (span.kind === "wait") return "wait";
	switch (span.outcome) {
		case "completed": return "good";
		case "failed": return "bad";
		case "interrupted": return "idle";
		default: return "active";
	}
}
const n = (value) => value.toFixed(1).replace(/\.0$/, "");
const swatch = (tone, shape) => `<svg viewBox="0 0 22 12" aria-hidden="true" class="${tone}">${shape}</svg>`;
const box = (extra) => `<rect x="1" y="1" width="20" height="10" rx="2" ${extra}/>`;
/** What the looks mean, in words. */
const GANTT_LEGEND = `<ul class="legend">
<li>${swatch("good", box("class=\"span key\""))}critical path</li>
<li>${swatch("good", box("class=\"span\""))}completed</li>
<li>${swatch("active", box("class=\"span\""))}running</li>
<li>${swatch("bad", box("class=\"span\""))}✕ failed</li>
<li>${swatch("idle", box("class=\"span\" stroke-dasharray=\"3 2\""))}interrupted</li>
<li>${swatch("wait", box("class=\"span\" fill-opacity=\"0.08\"") + box("fill=\"url(#hatch)\""))}waiting for people</li>
<li>${swatch("idle", "<rect class=\"pause\" width=\"22\" height=\"12\"/>")}no agent worked (drawn short)</li>
</ul>`;

// node_modules/@dagrejs/dagre/dist/dagre.esm.js
var Te = Object.defineProperty;
var Sn = (e, n, t) => n in e ? Te(e, n, {
	enumerable: !0,
	configurable: !0,
	writable: !0,
	value: t
}) : e[n] = t;
var Mn = (e, n) => {
	for (var t in n) Te(e, t, {
		get: n[t],
		enumerable: !0
	});
};
var je = (e, n, t) => Sn(e, typeof n != "symbol" ? n + "" : n, t);
var ie = {};
Mn(ie, {
	Graph: () => T,
	alg: () => H
});
var Pn = Object.defineProperty;
var Se = (e, n) => {
	for (var t in n) Pn(e, t, {
		get: n[t],
		enumerable: !0
	});
};
var Q = class {
	constructor(e) {
		this._isDirected = !0, this._isMultigraph = !1, this._isCompound = !1, this._nodes = {}, this._in = {}, this._preds = {}, this._out = {}, this._sucs = {}, this._edgeObjs = {}, this._edgeLabels = {}, this._nodeCount = 0, this._edgeCount = 0, this._defaultNodeLabelFn = () => {}, this._defaultEdgeLabelFn = () => {}, e && (this._isDirected = "directed" in e ? e.directed : !0, this._isMultigraph = "multigraph" in e ? e.multigraph : !1, this._isCompound = "compound" in e ? e.compound : !1), this._isCompound && (this._parent = {}, this._children = {}, this._children["\0"] = {});
	}
	isDirected() {
		return this._isDirected;
	}
	isMultigraph() {
		return this._isMultigraph;
	}
	isCompound() {
		return this._isCompound;
	}
	setGraph(e) {
		return this._label = e, this;
	}
	graph() {
		return this._label;
	}
	setDefaultNodeLabel(e) {
		return typeof e != "function" ? this._defaultNodeLabelFn = () => e : this._defaultNodeLabelFn = e, this;
	}
	nodeCount() {
		return this._nodeCount;
	}
	nodes() {
		return Object.keys(this._nodes);
	}
	sources() {
		return this.nodes().filter((e) => Object.keys(this._in[e]).length === 0);
	}
	sinks() {
		return this.nodes().filter((e) => Object.keys(this._out[e]).length === 0);
	}
	setNodes(e, n) {
		return e.forEach((t) => {
			n !== void 0 ? this.setNode(t, n) : this.setNode(t);
		}), this;
	}
	setNode(e, n) {
		return e in this._nodes ? (arguments.length > 1 && (this._nodes[e] = n), this) : (this._nodes[e] = arguments.length > 1 ? n : this._defaultNodeLabelFn(e), this._isCompound && (this._parent[e] = "\0", this._children[e] = {}, this._children["\0"][e] = !0), this._in[e] = {}, this._preds[e] = {}, this._out[e] = {}, this._sucs[e] = {}, ++this._nodeCount, this);
	}
	node(e) {
		return this._nodes[e];
	}
	hasNode(e) {
		return e in this._nodes;
	}
	removeNode(e) {
		if (e in this._nodes) {
			let n = (t) => this.removeEdge(this._edgeObjs[t]);
			delete this._nodes[e], this._isCompound && (this._removeFromParentsChildList(e), delete this._parent[e], this.children(e).forEach((t) => {
				this.setParent(t);
			}), delete this._children[e]), Object.keys(this._in[e]).forEach(n), delete this._in[e], delete this._preds[e], Object.keys(this._out[e]).forEach(n), delete this._out[e], delete this._sucs[e], --this._nodeCount;
		}
		return this;
	}
	setParent(e, n) {
		if (!this._isCompound) throw new Error("Cannot set parent in a non-compound graph");
		if (n === void 0) n = "\0";
		else {
			n += "";
			for (let t = n; t !== void 0; t = this.parent(t)) if (t === e) throw new Error("Setting " + n + " as parent of " + e + " would create a cycle");
			this.setNode(n);
		}
		return this.setNode(e), this._removeFromParentsChildList(e), this._parent[e] = n, this._children[n][e] = !0, this;
	}
	parent(e) {
		if (this._isCompound) {
			let n = this._parent[e];
			if (n !== "\0") return n;
		}
	}
	children(e = "\0") {
		if (this._isCompound) {
			let n = this._children[e];
			if (n) return Object.keys(n);
		} else {
			if (e === "\0") return this.nodes();
			if (this.hasNode(e)) return [];
		}
		return [];
	}
	predecessors(e) {
		let n = this._preds[e];
		if (n) return Object.keys(n);
	}
	successors(e) {
		let n = this._sucs[e];
		if (n) return Object.keys(n);
	}
	neighbors(e) {
		let n = this.predecessors(e);
		if (n) {
			let t = new Set(n), r = this.successors(e);
			if (r) for (let o of r) t.add(o);
			return Array.from(t.values());
		}
	}
	isLeaf(e) {
		var n;
		let t;
		return this.isDirected() ? t = this.successors(e) : t = this.neighbors(e), ((n = t == null ? void 0 : t.length) != null ? n : 0) === 0;
	}
	filterNodes(e) {
		let n = new this.constructor({
			directed: this._isDirected,
			multigraph: this._isMultigraph,
			compound: this._isCompound
		});
		n.setGraph(this.graph()), Object.entries(this._nodes).forEach(([o, i]) => {
			e(o) && n.setNode(o, i);
		}), Object.values(this._edgeObjs).forEach((o) => {
			n.hasNode(o.v) && n.hasNode(o.w) && n.setEdge(o, this.edge(o));
		});
		let t = {}, r = (o) => {
			let i = this.parent(o);
			return !i || n.hasNode(i) ? (t[o] = i, i) : i in t ? t[i] : r(i);
		};
		return this._isCompound && n.nodes().forEach((o) => n.setParent(o, r(o))), n;
	}
	setDefaultEdgeLabel(e) {
		return typeof e != "function" ? this._defaultEdgeLabelFn = () => e : this._defaultEdgeLabelFn = e, this;
	}
	edgeCount() {
		return this._edgeCount;
	}
	edges() {
		return Object.values(this._edgeObjs);
	}
	setPath(e, n) {
		return e.reduce((t, r) => (n !== void 0 ? this.setEdge(t, r, n) : this.setEdge(t, r), r)), this;
	}
	setEdge(e, n, t, r) {
		let o, i, s, a, l = !1;
		typeof e == "object" && e !== null && "v" in e ? (o = e.v, i = e.w, s = e.name, arguments.length === 2 && (a = n, l = !0)) : (o = e, i = n, s = r, arguments.length > 2 && (a = t, l = !0)), o = "" + o, i = "" + i, s !== void 0 && (s = "" + s);
		let u = z(this._isDirected, o, i, s);
		if (u in this._edgeLabels) return l && (this._edgeLabels[u] = a), this;
		if (s !== void 0 && !this._isMultigraph) throw new Error("Cannot set a named edge when isMultigraph = false");
		this.setNode(o), this.setNode(i), this._edgeLabels[u] = l ? a : this._defaultEdgeLabelFn(o, i, s);
		let d = Fn(this._isDirected, o, i, s);
		return o = d.v, i = d.w, Object.freeze(d), this._edgeObjs[u] = d, Re(this._preds[i], o), Re(this._sucs[o], i), this._in[i][u] = d, this._out[o][u] = d, this._edgeCount++, this;
	}
	edge(e, n, t) {
		let r = arguments.length === 1 ? oe(this._isDirected, e) : z(this._isDirected, e, n, t);
		return this._edgeLabels[r];
	}
	edgeAsObj(e, n, t) {
		let r = arguments.length === 1 ? this.edge(e) : this.edge(e, n, t);
		return typeof r != "object" || r === null ? { label: r } : r;
	}
	hasEdge(e, n, t) {
		return (arguments.length === 1 ? oe(this._isDirected, e) : z(this._isDirected, e, n, t)) in this._edgeLabels;
	}
	removeEdge(e, n, t) {
		let r = arguments.length === 1 ? oe(this._isDirected, e) : z(this._isDirected, e, n, t), o = this._edgeObjs[r];
		if (o) {
			let i = o.v, s = o.w;
			delete this._edgeLabels[r], delete this._edgeObjs[r], Ie(this._preds[s], i), Ie(this._sucs[i], s), delete this._in[s][r], delete this._out[i][r], this._edgeCount--;
		}
		return this;
	}
	inEdges(e, n) {
		return this.isDirected() ? this.filterEdges(this._in[e], e, n) : this.nodeEdges(e, n);
	}
	outEdges(e, n) {
		return this.isDirected() ? this.filterEdges(this._out[e], e, n) : this.nodeEdges(e, n);
	}
	nodeEdges(e, n) {
		if (e in this._nodes) return this.filterEdges({
			...this._in[e],
			...this._out[e]
		}, e, n);
	}
	_removeFromParentsChildList(e) {
		delete this._children[this._parent[e]][e];
	}
	filterEdges(e, n, t) {
		if (!e) return;
		let r = Object.values(e);
		return t ? r.filter((o) => o.v === n && o.w === t || o.v === t && o.w === n) : r;
	}
};
function Re(e, n) {
	e[n] ? e[n]++ : e[n] = 1;
}
function Ie(e, n) {
	e[n] !== void 0 && !--e[n] && delete e[n];
}
function z(e, n, t, r) {
	let o = "" + n, i = "" + t;
	if (!e && o > i) {
		let s = o;
		o = i, i = s;
	}
	return o + "" + i + "" + (r === void 0 ? "\0" : r);
}
function Fn(e, n, t, r) {
	let o = "" + n, i = "" + t;
	if (!e && o > i) {
		let a = o;
		o = i, i = a;
	}
	let s = {
		v: o,
		w: i
	};
	return r && (s.name = r), s;
}
function oe(e, n) {
	return z(e, n.v, n.w, n.name);
}
Se({}, {
	read: () => Bn,
	write: () => An
});
function An(e) {
	let n = {
		options: {
			directed: e.isDirected(),
			multigraph: e.isMultigraph(),
			compound: e.isCompound()
		},
		nodes: Vn(e),
		edges: Yn(e)
	}, t = e.graph();
	return t !== void 0 && (n.value = structuredClone(t)), n;
}
function Vn(e) {
	return e.nodes().map((n) => {
		let t = e.node(n), r = e.parent(n), o = { v: n };
		return t !== void 0 && (o.value = t), r !== void 0 && (o.parent = r), o;
	});
}
function Yn(e) {
	return e.edges().map((n) => {
		let t = e.edge(n), r = {
			v: n.v,
			w: n.w
		};
		return n.name !== void 0 && (r.name = n.name), t !== void 0 && (r.value = t), r;
	});
}
function Bn(e) {
	let n = new Q(e.options);
	return e.value !== void 0 && n.setGraph(e.value), e.nodes.forEach((t) => {
		n.setNode(t.v, t.value), t.parent && n.setParent(t.v, t.parent);
	}), e.edges.forEach((t) => {
		n.setEdge({
			v: t.v,
			w: t.w,
			name: t.name
		}, t.value);
	}), n;
}
var H = {};
Se(H, {
	CycleException: () => K,
	bellmanFord: () => Me,
	components: () => zn,
	dijkstra: () => J,
	dijkstraAll: () => $n,
	findCycles: () => Un,
	floydWarshall: () => Kn,
	isAcyclic: () => Zn,
	postorder: () => nt,
	preorder: () => tt,
	prim: () => rt,
	shortestPaths: () => ot,
	tarjan: () => Fe,
	topsort: () => De
});
var Wn = () => 1;
function Me(e, n, t, r) {
	return Xn(e, String(n), t || Wn, r || function(o) {
		var i;
		return (i = e.outEdges(o)) != null ? i : [];
	});
}
function Xn(e, n, t, r) {
	let o = {}, i, s = 0, a = e.nodes(), l = function(c) {
		let f = o[c.v], h = o[c.w];
		if (!f || !h) return;
		let g = t(c);
		f.distance + g < h.distance && (o[c.w] = {
			distance: f.distance + g,
			predecessor: c.v
		}, i = !0);
	}, u = function() {
		a.forEach(function(c) {
			r(c).forEach(function(f) {
				let h = f.v === c ? f.v : f.w, g = h === f.v ? f.w : f.v;
				l({
					v: h,
					w: g
				});
			});
		});
	};
	a.forEach(function(c) {
		o[c] = {
			distance: c === n ? 0 : Number.POSITIVE_INFINITY,
			predecessor: ""
		};
	});
	let d = a.length;
	for (let c = 1; c < d && (i = !1, s++, u(), !!i); c++);
	if (s === d - 1 && (i = !1, u(), i)) throw new Error("The graph contains a negative weight cycle");
	return o;
}
function zn(e) {
	let n = {}, t = [], r;
	function o(i) {
		var s, a;
		i in n || (n[i] = !0, r.push(i), (s = e.successors(i)) == null || s.forEach(o), (a = e.predecessors(i)) == null || a.forEach(o));
	}
	return e.nodes().forEach(function(i) {
		r = [], o(i), r.length && t.push(r);
	}), t;
}
var Pe = class {
	constructor() {
		this._arr = [], this._keyIndices = {};
	}
	size() {
		return this._arr.length;
	}
	keys() {
		return this._arr.map((e) => e.key);
	}
	has(e) {
		return e in this._keyIndices;
	}
	priority(e) {
		let n = this._keyIndices[e];
		if (n !== void 0) return this._arr[n].priority;
	}
	min() {
		if (this.size() === 0) throw new Error("Queue underflow");
		return this._arr[0].key;
	}
	add(e, n) {
		let t = this._keyIndices, r = String(e);
		if (!(r in t)) {
			let o = this._arr, i = o.length;
			return t[r] = i, o.push({
				key: r,
				priority: n
			}), this._decrease(i), !0;
		}
		return !1;
	}
	removeMin() {
		if (this.size() === 0) throw new Error("Queue underflow");
		this._swap(0, this._arr.length - 1);
		let e = this._arr.pop();
		return delete this._keyIndices[e.key], this._heapify(0), e.key;
	}
	decrease(e, n) {
		let t = this._keyIndices[e];
		if (t === void 0) throw new Error(`Key not found: ${e}`);
		let r = this._arr[t].priority;
		if (n > r) throw new Error(`New priority is greater than current priority. Key: ${e} Old: ${r} New: ${n}`);
		this._arr[t].priority = n, this._decrease(t);
	}
	_heapify(e) {
		let n = this._arr, t = 2 * e, r = t + 1, o = e;
		t < n.length && (o = n[t].priority < n[o].priority ? t : o, r < n.length && (o = n[r].priority < n[o].priority ? r : o), o !== e && (this._swap(e, o), this._heapify(o)));
	}
	_decrease(e) {
		let n = this._arr, t = n[e].priority, r;
		for (; e !== 0 && (r = e >> 1, !(n[r].priority < t));) this._swap(e, r), e = r;
	}
	_swap(e, n) {
		let t = this._arr, r = this._keyIndices, o = t[e], i = t[n];
		t[e] = i, t[n] = o, r[i.key] = e, r[o.key] = n;
	}
};
var Hn = () => 1;
function J(e, n, t, r) {
	let o = function(i) {
		var s;
		return (s = e.outEdges(i)) != null ? s : [];
	};
	return qn(e, String(n), t || Hn, r || o);
}
function qn(e, n, t, r) {
	let o = {}, i = new Pe(), s, a, l = function(u) {
		let d = u.v !== s ? u.v : u.w, c = o[d];
		if (!c) return;
		let f = t(u), h = a.distance + f;
		if (f < 0) throw new Error("dijkstra does not allow negative edge weights. Bad edge: " + u + " Weight: " + f);
		h < c.distance && (c.distance = h, c.predecessor = s, i.decrease(d, h));
	};
	for (e.nodes().forEach(function(u) {
		let d = u === n ? 0 : Number.POSITIVE_INFINITY;
		o[u] = {
			distance: d,
			predecessor: ""
		}, i.add(u, d);
	}); i.size() > 0;) {
		s = i.removeMin();
		let u = o[s];
		if (!u || u.distance === Number.POSITIVE_INFINITY) break;
		a = u, r(s).forEach(l);
	}
	return o;
}
function $n(e, n, t) {
	return e.nodes().reduce(function(r, o) {
		return r[o] = J(e, o, n, t), r;
	}, {});
}
function Fe(e) {
	let n = 0, t = [], r = {}, o = [];
	function i(s) {
		var a;
		let l = r[s] = {
			onStack: !0,
			lowlink: n,
			index: n++
		};
		if (t.push(s), (a = e.successors(s)) == null || a.forEach(function(u) {
			if (u in r) {
				let d = r[u];
				d != null && d.onStack && (l.lowlink = Math.min(l.lowlink, d.index));
			} else {
				i(u);
				let d = r[u];
				d && (l.lowlink = Math.min(l.lowlink, d.lowlink));
			}
		}), l.lowlink === l.index) {
			let u = [], d;
			do {
				d = t.pop();
				let c = r[d];
				c && (c.onStack = !1), u.push(d);
			} while (s !== d);
			o.push(u);
		}
	}
	return e.nodes().forEach(function(s) {
		s in r || i(s);
	}), o;
}
function Un(e) {
	return Fe(e).filter(function(n) {
		var t;
		let r = n[0];
		return r ? n.length > 1 || n.length === 1 && ((t = e.outEdges(r, r)) != null ? t : []).length > 0 : !1;
	});
}
var Jn = () => 1;
function Kn(e, n, t) {
	return Qn(e, n || Jn, t || function(r) {
		var o;
		return (o = e.outEdges(r)) != null ? o : [];
	});
}
function Qn(e, n, t) {
	let r = {}, o = e.nodes();
	return o.forEach(function(i) {
		let s = {};
		r[i] = s, s[i] = {
			distance: 0,
			predecessor: ""
		}, o.forEach(function(a) {
			i !== a && (s[a] = {
				distance: Number.POSITIVE_INFINITY,
				predecessor: ""
			});
		}), t(i).forEach(function(a) {
			let l = a.v === i ? a.w : a.v, u = n(a);
			s[l] = {
				distance: u,
				predecessor: i
			};
		});
	}), o.forEach(function(i) {
		let s = r[i];
		s && o.forEach(function(a) {
			let l = r[a];
			l && o.forEach(function(u) {
				let d = l[i], c = s[u], f = l[u];
				if (d && c && f) {
					let h = d.distance + c.distance;
					h < f.distance && (f.distance = h, f.predecessor = c.predecessor);
				}
			});
		});
	}), r;
}
var K = class extends Error {
	constructor(e) {
		super(e), this.name = "CycleException";
	}
};
function De(e) {
	let n = {}, t = {}, r = [];
	function o(i) {
		var s;
		if (i in t) throw new K();
		i in n || (t[i] = !0, n[i] = !0, (s = e.predecessors(i)) == null || s.forEach(o), delete t[i], r.push(i));
	}
	if (e.sinks().forEach(o), Object.keys(n).length !== e.nodeCount()) throw new K();
	return r;
}
function Zn(e) {
	try {
		De(e);
	} catch (n) {
		if (n instanceof K) return !1;
		throw n;
	}
	return !0;
}
function et(e, n, t, r, o) {
	Array.isArray(n) || (n = [n]);
	let i = ((a) => {
		var l;
		return (l = e.isDirected() ? e.successors(a) : e.neighbors(a)) != null ? l : [];
	}), s = {};
	return n.forEach(function(a) {
		if (!e.hasNode(a)) throw new Error("Graph does not have node: " + a);
		o = Ae(e, a, t === "post", s, i, r, o);
	}), o;
}
function Ae(e, n, t, r, o, i, s) {
	return n in r || (r[n] = !0, t || (s = i(s, n)), o(n).forEach(function(a) {
		s = Ae(e, a, t, r, o, i, s);
	}), t && (s = i(s, n))), s;
}
function Ve(e, n, t) {
	return et(e, n, t, function(r, o) {
		return r.push(o), r;
	}, []);
}
function nt(e, n) {
	return Ve(e, n, "post");
}
function tt(e, n) {
	return Ve(e, n, "pre");
}
function rt(e, n) {
	var t;
	let r = new Q(), o = {}, i = new Pe(), s;
	function a(d) {
		let c = d.v === s ? d.w : d.v, f = i.priority(c);
		if (f !== void 0) {
			let h = n(d);
			h < f && (o[c] = s, i.decrease(c, h));
		}
	}
	if (e.nodeCount() === 0) return r;
	e.nodes().forEach(function(d) {
		i.add(d, Number.POSITIVE_INFINITY), r.setNode(d);
	});
	let l = e.nodes()[0];
	l !== void 0 && i.decrease(l, 0);
	let u = !1;
	for (; i.size() > 0;) {
		if (s = i.removeMin(), s in o) r.setEdge(s, o[s]);
		else {
			if (u) throw new Error("Input graph is not connected: " + e);
			u = !0;
		}
		(t = e.nodeEdges(s)) == null || t.forEach(a);
	}
	return r;
}
function ot(e, n, t, r) {
	return it(e, n, t, r != null ? r : ((o) => {
		var i;
		return (i = e.outEdges(o)) != null ? i : [];
	}));
}
function it(e, n, t, r) {
	if (t === void 0) return J(e, n, t, r);
	let o = !1, i = e.nodes();
	for (let s = 0; s < i.length; s++) {
		let a = i[s];
		if (a === void 0) continue;
		let l = r(a);
		for (let u = 0; u < l.length; u++) {
			let d = l[u];
			if (!d) continue;
			let c = d.v === a ? d.v : d.w;
			t({
				v: c,
				w: c === d.v ? d.w : d.v
			}) < 0 && (o = !0);
		}
		if (o) return Me(e, n, t, r);
	}
	return J(e, n, t, r);
}
var T = Q;
function M(e, n, t, r) {
	let o = r;
	for (; e.hasNode(o);) o = $(r);
	return t.dummy = n, e.setNode(o, t), o;
}
function Ye(e) {
	let n = new T().setGraph(e.graph());
	return e.nodes().forEach((t) => n.setNode(t, e.node(t))), e.edges().forEach((t) => {
		let r = n.edge(t.v, t.w) || {
			weight: 0,
			minlen: 1
		}, o = e.edge(t);
		n.setEdge(t.v, t.w, {
			weight: r.weight + o.weight,
			minlen: Math.max(r.minlen, o.minlen)
		});
	}), n;
}
function Z(e) {
	let n = new T({ multigraph: e.isMultigraph() }).setGraph(e.graph());
	return e.nodes().forEach((t) => {
		e.children(t).length || n.setNode(t, e.node(t));
	}), e.edges().forEach((t) => {
		n.setEdge(t, e.edge(t));
	}), n;
}
function se(e, n) {
	let t = e.x, r = e.y, o = n.x - t, i = n.y - r, s = e.width / 2, a = e.height / 2;
	if (!o && !i) throw new Error("Not possible to find intersection inside of the rectangle");
	let l, u;
	return o === 0 || Math.abs(i) * s > Math.abs(o) * a ? (i < 0 && (a = -a), l = a * o / i, u = a) : (o < 0 && (s = -s), l = s, u = s * i / o), {
		x: t + l,
		y: r + u
	};
}
function P(e) {
	let n = D(de(e) + 1).map(() => []);
	return e.nodes().forEach((t) => {
		let r = e.node(t), o = r.rank;
		o !== void 0 && (n[o] || (n[o] = []), n[o][r.order] = t);
	}), n;
}
function Be(e) {
	let n = e.nodes().map((r) => {
		let o = e.node(r).rank;
		return o === void 0 ? Number.MAX_VALUE : o;
	}), t = S(Math.min, n);
	e.nodes().forEach((r) => {
		let o = e.node(r);
		Object.hasOwn(o, "rank") && (o.rank -= t);
	});
}
function We(e) {
	let n = e.nodes().map((s) => e.node(s).rank).filter((s) => s !== void 0), t = S(Math.min, n), r = [];
	e.nodes().forEach((s) => {
		let a = e.node(s).rank - t;
		r[a] || (r[a] = []), r[a].push(s);
	});
	let o = 0, i = e.graph().nodeRankFactor;
	Array.from(r).forEach((s, a) => {
		s === void 0 && a % i !== 0 ? --o : s !== void 0 && o && s.forEach((l) => e.node(l).rank += o);
	});
}
function ae(e, n, t, r) {
	let o = {
		width: 0,
		height: 0
	};
	return arguments.length >= 4 && (o.rank = t, o.order = r), M(e, "border", o, n);
}
function st(e, n = Xe) {
	let t = [];
	for (let r = 0; r < e.length; r += n) {
		let o = e.slice(r, r + n);
		t.push(o);
	}
	return t;
}
var Xe = 65535;
function S(e, n) {
	if (n.length > Xe) return e(...st(n).map((r) => e(...r)));
	else return e(...n);
}
function de(e) {
	let t = e.nodes().map((r) => {
		let o = e.node(r).rank;
		return o === void 0 ? Number.MIN_VALUE : o;
	});
	return S(Math.max, t);
}
function ze(e, n) {
	let t = {
		lhs: [],
		rhs: []
	};
	return e.forEach((r) => {
		n(r) ? t.lhs.push(r) : t.rhs.push(r);
	}), t;
}
function q(e, n) {
	return n();
}
var at = 0;
function $(e) {
	return e + ("" + ++at);
}
function D(e, n, t = 1) {
	n ?? (n = e, e = 0);
	let r = (i) => i < n;
	t < 0 && (r = (i) => n < i);
	let o = [];
	for (let i = e; r(i); i += t) o.push(i);
	return o;
}
function W(e, n) {
	let t = {};
	for (let r of n) e[r] !== void 0 && (t[r] = e[r]);
	return t;
}
function X(e, n) {
	let t;
	return typeof n == "string" ? t = (r) => r[n] : t = n, Object.entries(e).reduce((r, [o, i]) => (r[o] = t(i, o), r), {});
}
function He(e, n) {
	return e.reduce((t, r, o) => (t[r] = n[o], t), {});
}
var V = "\0";
function ee(e, n, t) {
	var u, d, c, f, h, g;
	if (!(e && n && t && n.dummy === "edge" && t.dummy === "edge" && n.edgeObj && t.edgeObj && e[n.edgeObj.v] && e[t.edgeObj.v] && e[n.edgeObj.w] && e[t.edgeObj.w])) return 0;
	let r = !0;
	n.edgeObj.w === t.edgeObj.w && (r = !1);
	let o = r ? (d = (u = e[n.edgeObj.v]) == null ? void 0 : u.rank) != null ? d : NaN : (f = (c = e[n.edgeObj.w]) == null ? void 0 : c.rank) != null ? f : NaN, i = Object.entries(e).find((m) => {
		var L, y;
		return ((L = m[1].edgeObj) == null ? void 0 : L.v) === n.edgeObj.v && ((y = m[1].edgeObj) == null ? void 0 : y.w) === n.edgeObj.w && m[1].rank === o;
	}), s = Object.entries(e).find((m) => {
		var L, y;
		return ((L = m[1].edgeObj) == null ? void 0 : L.v) === t.edgeObj.v && ((y = m[1].edgeObj) == null ? void 0 : y.w) === t.edgeObj.w && m[1].rank === o;
	});
	if (!i || !s) return 0;
	let a = (h = i[1].order) != null ? h : NaN, l = (g = s[1].order) != null ? g : NaN;
	return isNaN(a - l) ? 0 : a - l;
}
var ce = class {
	constructor() {
		je(this, "_sentinel");
		let n = {};
		n._next = n._prev = n, this._sentinel = n;
	}
	dequeue() {
		let n = this._sentinel, t = n._prev;
		if (t !== n) return qe(t), t;
	}
	enqueue(n) {
		let t = this._sentinel;
		n._prev && n._next && qe(n), n._next = t._next, t._next._prev = n, t._next = n, n._prev = t;
	}
	toString() {
		let n = [], t = this._sentinel, r = t._prev;
		for (; r !== t;) n.push(JSON.stringify(r, dt)), r = r._prev;
		return "[" + n.join(", ") + "]";
	}
};
function qe(e) {
	e._prev._next = e._next, e._next._prev = e._prev, delete e._next, delete e._prev;
}
function dt(e, n) {
	if (e !== "_next" && e !== "_prev") return n;
}
var $e = ce;
var lt = () => 1;
function be(e, n) {
	if (e.nodeCount() <= 1) return [];
	let t = ct(e, n || lt);
	return ut(t.graph, t.buckets, t.zeroIdx).flatMap((o) => e.outEdges(o.v, o.w) || []);
}
function ut(e, n, t) {
	var a;
	let r = [], o = n[n.length - 1], i = n[0], s;
	for (; e.nodeCount();) {
		for (; s = i.dequeue();) fe(e, n, t, s);
		for (; s = o.dequeue();) fe(e, n, t, s);
		if (e.nodeCount()) {
			for (let l = n.length - 2; l > 0; --l) if (s = (a = n[l]) == null ? void 0 : a.dequeue(), s) {
				r = r.concat(fe(e, n, t, s, !0) || []);
				break;
			}
		}
	}
	return r;
}
function fe(e, n, t, r, o) {
	let i = [], s = o ? i : void 0;
	return (e.inEdges(r.v) || []).forEach((a) => {
		let l = e.edge(a), u = e.node(a.v);
		o && i.push({
			v: a.v,
			w: a.w
		}), u.out -= l, he(n, t, u);
	}), (e.outEdges(r.v) || []).forEach((a) => {
		let l = e.edge(a), u = a.w, d = e.node(u);
		d.in -= l, he(n, t, d);
	}), e.removeNode(r.v), s;
}
function ct(e, n) {
	let t = new T(), r = 0, o = 0;
	e.nodes().forEach((a) => {
		t.setNode(a, {
			v: a,
			in: 0,
			out: 0
		});
	}), e.edges().forEach((a) => {
		let l = t.edge(a.v, a.w) || 0, u = n(a), d = l + u;
		t.setEdge(a.v, a.w, d);
		let c = t.node(a.v), f = t.node(a.w);
		o = Math.max(o, c.out += u), r = Math.max(r, f.in += u);
	});
	let i = ft(o + r + 3).map(() => new $e()), s = r + 1;
	return t.nodes().forEach((a) => {
		he(i, s, t.node(a));
	}), {
		graph: t,
		buckets: i,
		zeroIdx: s
	};
}
function he(e, n, t) {
	var r, o, i;
	t.out ? t.in ? (i = e[t.out - t.in + n]) == null || i.enqueue(t) : (o = e[e.length - 1]) == null || o.enqueue(t) : (r = e[0]) == null || r.enqueue(t);
}
function ft(e) {
	let n = [];
	for (let t = 0; t < e; t++) n.push(t);
	return n;
}
function Ue(e, n) {
	(e.graph().acyclicer === "greedy" ? be(e, r(e)) : ht(e, n != null ? n : null)).forEach((o) => {
		let i = e.edge(o);
		e.removeEdge(o), i.forwardName = o.name, i.reversed = !0, e.setEdge(o.w, o.v, i, $("rev"));
	});
	function r(o) {
		return (i) => o.edge(i).weight;
	}
}
function ht(e, n) {
	let t = [], r = {}, o = {};
	function i(l) {
		Object.hasOwn(o, l) || (o[l] = !0, r[l] = !0, e.outEdges(l).forEach((u) => {
			Object.hasOwn(r, u.w) ? t.push(u) : i(u.w);
		}), delete r[l]);
	}
	function s(l) {
		var u;
		Object.hasOwn(o, l) || (o[l] = !0, r[l] = !0, (u = e.outEdges(l)) == null || u.forEach((d) => {
			var c, f;
			Object.hasOwn(r, d.w) || ((c = n.node(l)) == null ? void 0 : c.rank) > ((f = n.node(d.w)) == null ? void 0 : f.rank) && bt(e, d.w, d) ? t.push(d) : s(d.w);
		}), delete r[l]);
	}
	let a = i;
	return n && typeof n.node == "function" && (a = s), e.sources().forEach(a), e.nodes().forEach(a), t;
}
function Je(e) {
	e.edges().forEach((n) => {
		let t = e.edge(n);
		if (t.reversed) {
			e.removeEdge(n);
			let r = t.forwardName;
			delete t.reversed, delete t.forwardName, e.setEdge(n.w, n.v, t, r);
		}
	});
}
function bt(e, n, t) {
	let r = /* @__PURE__ */ new Set();
	function o(i) {
		var s;
		if (e.sources().includes(i)) return !0;
		r.add(i);
		for (let a of (s = e.inEdges(i)) != null ? s : []) if (!(a.v === t.v && a.w === t.w) && !r.has(a.v) && o(a.v)) return !0;
		return !1;
	}
	return o(n);
}
function Ke(e) {
	e.graph().dummyChains = [], e.edges().forEach((n) => pt(e, n));
}
function pt(e, n) {
	let t = n.v, r = e.node(t).rank, o = n.w, i = e.node(o).rank, s = n.name, a = e.edge(n), l = a.labelRank;
	if (i === r + 1) return;
	e.removeEdge(n);
	let u, d, c = 0;
	for (++r; r < i; ++c, ++r) a.points = [], d = {
		width: 0,
		height: 0,
		edgeLabel: a,
		edgeObj: n,
		rank: r
	}, u = M(e, "edge", d, "_d"), r === l && (d.width = a.width, d.height = a.height, d.dummy = "edge-label", d.labelpos = a.labelpos), e.setEdge(t, u, { weight: a.weight }, s), c === 0 && e.graph().dummyChains.push(u), t = u;
	e.setEdge(t, o, { weight: a.weight }, s);
}
function Qe(e) {
	e.graph().dummyChains.forEach((n) => {
		let t = e.node(n), r = t.edgeLabel, o;
		for (e.setEdge(t.edgeObj, r); t.dummy;) o = e.successors(n)[0], e.removeNode(n), r.points.push({
			x: t.x,
			y: t.y
		}), t.dummy === "edge-label" && (r.x = t.x, r.y = t.y, r.width = t.width, r.height = t.height), n = o, t = e.node(n);
	});
}
function U(e) {
	let n = {};
	function t(r) {
		let o = e.node(r);
		if (Object.hasOwn(n, r)) return o.rank;
		n[r] = !0;
		let i = e.outEdges(r), s = i ? i.map((l) => l == null ? Number.POSITIVE_INFINITY : t(l.w) - e.edge(l).minlen) : [], a = S(Math.min, s);
		return a === Number.POSITIVE_INFINITY && (a = 0), o.rank = a;
	}
	e.sources().forEach(t);
}
function A(e, n) {
	return e.node(n.w).rank - e.node(n.v).rank - e.edge(n).minlen;
}
var ne = Et;
function Et(e) {
	let n = new T({ directed: !1 }), t = e.nodes();
	if (t.length === 0) throw new Error("Graph must have at least one node");
	let r = t[0], o = e.nodeCount();
	n.setNode(r, {});
	let i, s;
	for (; Lt(n, e) < o && (i = yt(n, e), !!i);) s = n.hasNode(i.v) ? A(e, i) : -A(e, i), wt(n, e, s);
	return n;
}
function Lt(e, n) {
	function t(r) {
		let o = n.nodeEdges(r);
		o && o.forEach((i) => {
			let s = i.v, a = r === s ? i.w : s;
			!e.hasNode(a) && !A(n, i) && (e.setNode(a, {}), e.setEdge(r, a, {}), t(a));
		});
	}
	return e.nodes().forEach(t), e.nodeCount();
}
function yt(e, n) {
	return n.edges().reduce((r, o) => {
		let i = Number.POSITIVE_INFINITY;
		return e.hasNode(o.v) !== e.hasNode(o.w) && (i = A(n, o)), i < r[0] ? [i, o] : r;
	}, [Number.POSITIVE_INFINITY, null])[1];
}
function wt(e, n, t) {
	e.nodes().forEach((r) => n.node(r).rank += t);
}
var { preorder: Nt, postorder: Gt } = H, en = Y;
Y.initLowLimValues = pe;
Y.initCutValues = ge;
Y.calcCutValue = nn;
Y.leaveEdge = rn;
Y.enterEdge = on;
Y.exchangeEdges = sn;
function Y(e) {
	e = Ye(e), U(e);
	let n = ne(e);
	pe(n), ge(n, e);
	let t, r;
	for (; t = rn(n);) r = on(n, e, t), sn(n, e, t, r);
}
function ge(e, n) {
	let t = Gt(e, e.nodes());
	t = t.slice(0, t.length - 1), t.forEach((r) => vt(e, n, r));
}
function vt(e, n, t) {
	let o = e.node(t).parent, i = e.edge(t, o);
	i.cutvalue = nn(e, n, t);
}
function nn(e, n, t) {
	let o = e.node(t).parent, i = !0, s = n.edge(t, o), a = 0;
	s || (i = !1, s = n.edge(o, t)), a = s.weight;
	let l = n.nodeEdges(t);
	return l && l.forEach((u) => {
		let d = u.v === t, c = d ? u.w : u.v;
		if (c !== o) {
			let f = d === i, h = n.edge(u).weight;
			if (a += f ? h : -h, xt(e, t, c)) {
				let m = e.edge(t, c).cutvalue;
				a += f ? -m : m;
			}
		}
	}), a;
}
function pe(e, n) {
	arguments.length < 2 && (n = e.nodes()[0]), tn(e, {}, 1, n);
}
function tn(e, n, t, r, o) {
	let i = t, s = e.node(r);
	n[r] = !0;
	let a = e.neighbors(r);
	return a && a.forEach((l) => {
		Object.hasOwn(n, l) || (t = tn(e, n, t, l, r));
	}), s.low = i, s.lim = t++, o ? s.parent = o : delete s.parent, t;
}
function rn(e) {
	return e.edges().find((n) => e.edge(n).cutvalue < 0);
}
function on(e, n, t) {
	let r = t.v, o = t.w;
	n.hasEdge(r, o) || (r = t.w, o = t.v);
	let i = e.node(r), s = e.node(o), a = i, l = !1;
	return i.lim > s.lim && (a = s, l = !0), n.edges().filter((d) => l === Ze(e, e.node(d.v), a) && l !== Ze(e, e.node(d.w), a)).reduce((d, c) => A(n, c) < A(n, d) ? c : d);
}
function sn(e, n, t, r) {
	let o = t.v, i = t.w;
	e.removeEdge(o, i), e.setEdge(r.v, r.w, {}), pe(e), ge(e, n), kt(e, n);
}
function kt(e, n) {
	let t = e.nodes().find((o) => !e.node(o).parent);
	if (!t) return;
	let r = Nt(e, [t]);
	r = r.slice(1), r.forEach((o) => {
		let s = e.node(o).parent, a = n.edge(o, s), l = !1;
		a || (a = n.edge(s, o), l = !0), n.node(o).rank = n.node(s).rank + (l ? a.minlen : -a.minlen);
	});
}
function xt(e, n, t) {
	return e.hasEdge(n, t);
}
function Ze(e, n, t) {
	return t.low <= n.lim && n.lim <= t.lim;
}
var dn = _t;
function _t(e) {
	let n = e.graph().ranker;
	if (typeof n == "function") return n(e);
	switch (n) {
		case "network-simplex":
			an(e);
			break;
		case "tight-tree":
			Ct(e);
			break;
		case "longest-path":
			Ot(e);
			break;
		case "none": break;
		default: an(e);
	}
}
var Ot = U;
function Ct(e) {
	U(e), ne(e);
}
function an(e) {
	en(e);
}
var ln = Tt;
function Tt(e) {
	let n = Rt(e), t = e.graph();
	if (!Array.isArray(t.dummyChains)) return;
	t.dummyChains.forEach((o) => {
		let i = e.node(o), s = i.edgeObj, a = jt(e, n, s.v, s.w), l = a.path, u = a.lca, d = 0, c = l[d], f = !0;
		for (; o !== s.w;) {
			if (i = e.node(o), f) {
				for (; (c = l[d]) !== u && e.node(c).maxRank < i.rank;) d++;
				c === u && (f = !1);
			}
			if (!f) {
				for (; d < l.length - 1 && e.node(l[d + 1]).minRank <= i.rank;) d++;
				c = l[d];
			}
			c !== void 0 && e.setParent(o, c), o = e.successors(o)[0];
		}
	});
}
function jt(e, n, t, r) {
	let o = [], i = [], s = Math.min(n[t].low, n[r].low), a = Math.max(n[t].lim, n[r].lim), l;
	l = t;
	do
		l = e.parent(l), o.push(l);
	while (l && (n[l].low > s || a > n[l].lim));
	let u = l, d = r;
	for (; (d = e.parent(d)) !== u;) i.push(d);
	return {
		path: o.concat(i.reverse()),
		lca: u
	};
}
function Rt(e) {
	let n = {}, t = 0;
	function r(o) {
		let i = t;
		e.children(o).forEach(r), n[o] = {
			low: i,
			lim: t++
		};
	}
	return e.children(V).forEach(r), n;
}
function un(e) {
	let n = M(e, "root", {}, "_root"), t = It(e), r = Object.values(t), o = S(Math.max, r) - 1, i = 2 * o + 1;
	e.graph().nestingRoot = n, e.edges().forEach((a) => e.edge(a).minlen *= i);
	let s = St(e) + 1;
	e.children(V).forEach((a) => {
		cn(e, n, i, s, o, t, a);
	}), e.graph().nodeRankFactor = i;
}
function cn(e, n, t, r, o, i, s) {
	var c;
	let a = e.children(s);
	if (!a.length) {
		s !== n && e.setEdge(n, s, {
			weight: 0,
			minlen: t
		});
		return;
	}
	let l = ae(e, "_bt"), u = ae(e, "_bb"), d = e.node(s);
	e.setParent(l, s), d.borderTop = l, e.setParent(u, s), d.borderBottom = u, a.forEach((f) => {
		var b;
		cn(e, n, t, r, o, i, f);
		let h = e.node(f), g = h.borderTop ? h.borderTop : f, m = h.borderBottom ? h.borderBottom : f, L = h.borderTop ? r : 2 * r, y = g !== m ? 1 : o - ((b = i[s]) != null ? b : 0) + 1;
		e.setEdge(l, g, {
			weight: L,
			minlen: y,
			nestingEdge: !0
		}), e.setEdge(m, u, {
			weight: L,
			minlen: y,
			nestingEdge: !0
		});
	}), e.parent(s) || e.setEdge(n, l, {
		weight: 0,
		minlen: o + ((c = i[s]) != null ? c : 0)
	});
}
function It(e) {
	let n = {};
	function t(r, o) {
		let i = e.children(r);
		i && i.length && i.forEach((s) => t(s, o + 1)), n[r] = o;
	}
	return e.children(V).forEach((r) => t(r, 1)), n;
}
function St(e) {
	return e.edges().reduce((n, t) => n + e.edge(t).weight, 0);
}
function fn(e) {
	let n = e.graph();
	e.removeNode(n.nestingRoot), delete n.nestingRoot, e.edges().forEach((t) => {
		e.edge(t).nestingEdge && e.removeEdge(t);
	});
}
var bn = Pt;
function Pt(e) {
	function n(t) {
		let r = e.children(t), o = e.node(t);
		if (r.length && r.forEach(n), o && Object.hasOwn(o, "minRank")) {
			o.borderLeft = [], o.borderRight = [];
			for (let i = o.minRank, s = o.maxRank + 1; i < s; ++i) hn(e, "borderLeft", "_bl", t, o, i), hn(e, "borderRight", "_br", t, o, i);
		}
	}
	e.children(V).forEach(n);
}
function hn(e, n, t, r, o, i) {
	let s = {
		width: 0,
		height: 0,
		rank: i,
		borderType: n
	}, a = o[n][i - 1], l = M(e, "border", s, t);
	o[n][i] = l, e.setParent(l, r), a && e.setEdge(a, l, { weight: 1 });
}
function pn(e) {
	var t;
	let n = (t = e.graph().rankdir) == null ? void 0 : t.toLowerCase();
	(n === "lr" || n === "rl") && En(e);
}
function mn(e) {
	var t;
	let n = (t = e.graph().rankdir) == null ? void 0 : t.toLowerCase();
	(n === "bt" || n === "rl") && Ft(e), (n === "lr" || n === "rl") && (Dt(e), En(e));
}
function En(e) {
	e.nodes().forEach((n) => gn(e.node(n))), e.edges().forEach((n) => gn(e.edge(n)));
}
function gn(e) {
	let n = e.width;
	e.width = e.height, e.height = n;
}
function Ft(e) {
	e.nodes().forEach((n) => me(e.node(n))), e.edges().forEach((n) => {
		var r;
		let t = e.edge(n);
		(r = t.points) == null || r.forEach(me), Object.hasOwn(t, "y") && me(t);
	});
}
function me(e) {
	e.y = -e.y;
}
function Dt(e) {
	e.nodes().forEach((n) => Ee(e.node(n))), e.edges().forEach((n) => {
		var r;
		let t = e.edge(n);
		(r = t.points) == null || r.forEach(Ee), Object.hasOwn(t, "x") && Ee(t);
	});
}
function Ee(e) {
	let n = e.x;
	e.x = e.y, e.y = n;
}
function Le(e, n = null) {
	let t = {}, r = e.nodes().filter((d) => !e.children(d).length), o = r.map((d) => e.node(d).rank), s = D(S(Math.max, o) + 1).map(() => []);
	function a(d) {
		if (t[d]) return;
		t[d] = !0;
		let c = e.node(d);
		s[c.rank].push(d);
		let f = e.successors(d);
		f && [...f].sort((g, m) => u(g, m)).forEach(a);
	}
	r.sort((d, c) => e.node(d).rank - e.node(c).rank).forEach(a);
	function u(d, c) {
		return ee(n, e.node(d), e.node(c));
	}
	return s;
}
function ye(e, n) {
	let t = 0;
	for (let r = 1; r < n.length; ++r) t += Vt(e, n[r - 1], n[r]);
	return t;
}
function Vt(e, n, t) {
	let r = He(t, t.map((u, d) => d)), o = n.flatMap((u) => {
		let d = e.outEdges(u);
		return d ? d.map((c) => ({
			pos: r[c.w],
			weight: e.edge(c).weight
		})).sort((c, f) => c.pos - f.pos) : [];
	}), i = 1;
	for (; i < t.length;) i <<= 1;
	let s = 2 * i - 1;
	i -= 1;
	let a = new Array(s).fill(0), l = 0;
	return o.forEach((u) => {
		let d = u.pos + i;
		a[d] += u.weight;
		let c = 0;
		for (; d > 0;) d % 2 && (c += a[d + 1]), d = d - 1 >> 1, a[d] += u.weight;
		l += u.weight * c;
	}), l;
}
function we(e, n = []) {
	return n.map((t) => {
		let r = e.inEdges(t);
		if (!r || !r.length) return { v: t };
		{
			let o = r.reduce((i, s) => {
				let a = e.edge(s), l = e.node(s.v);
				return {
					sum: i.sum + a.weight * l.order,
					weight: i.weight + a.weight
				};
			}, {
				sum: 0,
				weight: 0
			});
			return {
				v: t,
				barycenter: o.sum / o.weight,
				weight: o.weight
			};
		}
	});
}
function Ne(e, n) {
	let t = {};
	e.forEach((o, i) => {
		let s = {
			indegree: 0,
			in: [],
			out: [],
			vs: [o.v],
			i
		};
		o.barycenter !== void 0 && (s.barycenter = o.barycenter, s.weight = o.weight), t[o.v] = s;
	}), n.edges().forEach((o) => {
		let i = t[o.v], s = t[o.w];
		i !== void 0 && s !== void 0 && (s.indegree++, i.out.push(s));
	});
	return Yt(Object.values(t).filter((o) => !o.indegree));
}
function Yt(e) {
	let n = [];
	function t(o) {
		return (i) => {
			i.merged || (i.barycenter === void 0 || o.barycenter === void 0 || i.barycenter >= o.barycenter) && Bt(o, i);
		};
	}
	function r(o) {
		return (i) => {
			i.in.push(o), --i.indegree === 0 && e.push(i);
		};
	}
	for (; e.length;) {
		let o = e.pop();
		n.push(o), o.in.reverse().forEach(t(o)), o.out.forEach(r(o));
	}
	return n.filter((o) => !o.merged).map((o) => W(o, [
		"vs",
		"i",
		"barycenter",
		"weight"
	]));
}
function Bt(e, n) {
	let t = 0, r = 0;
	e.weight && (t += e.barycenter * e.weight, r += e.weight), n.weight && (t += n.barycenter * n.weight, r += n.weight), e.vs = n.vs.concat(e.vs), e.barycenter = t / r, e.weight = r, e.i = Math.min(n.i, e.i), n.merged = !0;
}
function Ge(e, n, t, r, o) {
	let i = {}, s = null, a = null, l = o;
	typeof n == "boolean" ? (l = n, i = {}) : n && (i = n, s = t != null ? t : null, a = r != null ? r : null);
	let u = ze(e, (y) => Object.hasOwn(y, "barycenter")), d = u.lhs, c = u.rhs.sort((y, b) => b.i - y.i), f = [], h = 0, g = 0, m = 0;
	d.sort(Wt(a, s, !!l));
	for (let [y, b] of Object.entries(i)) {
		let p = d.findIndex((E) => E.vs[0] === y);
		d.splice(p + 1, 0, b);
	}
	m = Ln(f, c, m), d.forEach((y) => {
		m += y.vs.length, f.push(y.vs), h += y.barycenter * y.weight, g += y.weight, m = Ln(f, c, m);
	});
	let L = { vs: f.flat(1) };
	return g && (L.barycenter = h / g, L.weight = g), L;
}
function Ln(e, n, t) {
	let r;
	for (; n.length && (r = n[n.length - 1]).i <= t;) n.pop(), e.push(r.vs), t++;
	return t;
}
function Wt(e, n, t) {
	return (r, o) => {
		if (r.barycenter < o.barycenter) return -1;
		if (r.barycenter > o.barycenter) return 1;
		if (e && (typeof r.vs[0] == "string" || typeof o.vs[0] == "string")) {
			let a = ee(n, e.node(r.vs[0]), e.node(o.vs[0]));
			if (a !== 0) return a;
		}
		return t ? o.i - r.i : r.i - o.i;
	};
}
function te(e, n, t, r, o) {
	var y, b, p, E, w, k, _, O, j, R, I;
	let i = null, s = o;
	typeof r == "boolean" ? (s = r, i = null) : r !== void 0 && (i = r);
	let a = e.children(n), l = e.node(n), u = l ? l.borderLeft : void 0, d = l ? l.borderRight : void 0, c = {};
	u && (a = a.filter((v) => v !== u && v !== d));
	let f = we(e, a);
	f.forEach((v) => {
		if (e.children(v.v).length) {
			let { result: x } = te(e, v.v, t, i, s);
			c[v.v] = x, Object.hasOwn(x, "barycenter") && zt(v, x);
		}
	});
	let h = Ne(f, t);
	Xt(h, c);
	let g = {}, m = !1;
	for (let v = 0; v < h.length; v++) for (let x = v + 1; x < h.length; x++) if (!(!h[v] || !h[x] || !((y = h[v]) != null && y.barycenter) || !((b = h[x]) != null && b.barycenter)) && ((p = h[v]) == null ? void 0 : p.barycenter) === h[x].barycenter) {
		let G = (w = (E = h[v]) == null ? void 0 : E.vs[0]) != null ? w : "", N = (_ = (k = h[x]) == null ? void 0 : k.vs[0]) != null ? _ : "", C = e.node(G), B = e.node(N);
		if (C.dummy === "edge" && B.dummy === "edge" && ((O = C.edgeObj) == null ? void 0 : O.v) === ((j = B.edgeObj) == null ? void 0 : j.v) && ((R = C.edgeObj) == null ? void 0 : R.w) === ((I = B.edgeObj) == null ? void 0 : I.w)) if (C.edgeLabel.reversed) {
			g[N] = h[v], h.splice(v, 1), v--;
			break;
		} else g[G] || (g[G] = h[x], h.splice(x, 1), x--);
		else m = !0;
	}
	let L = Ge(h, g, i, e, s);
	if (u && d) {
		L.vs = [
			u,
			L.vs,
			d
		].flat(1);
		let v = e.predecessors(u);
		if (v && v.length) {
			let x = e.node(v[0]), G = e.predecessors(d), N = e.node(G[0]);
			Object.hasOwn(L, "barycenter") || (L.barycenter = 0, L.weight = 0), L.barycenter = (L.barycenter * L.weight + x.order + N.order) / (L.weight + 2), L.weight += 2;
		}
	}
	return Object.defineProperty(L, "result", {
		value: L,
		enumerable: !1,
		configurable: !0,
		writable: !0
	}), Object.defineProperty(L, "usedBias", {
		value: m,
		enumerable: !1,
		configurable: !0,
		writable: !0
	}), L;
}
function Xt(e, n) {
	e.forEach((t) => {
		t.vs = t.vs.flatMap((r) => n[r] ? n[r].vs : r);
	});
}
function zt(e, n) {
	e.barycenter !== void 0 ? (e.barycenter = (e.barycenter * e.weight + n.barycenter * n.weight) / (e.weight + n.weight), e.weight += n.weight) : (e.barycenter = n.barycenter, e.weight = n.weight);
}
function ve(e, n, t, r) {
	r || (r = e.nodes());
	let o = Ht(e), i = new T({ compound: !0 }).setGraph({ root: o }).setDefaultNodeLabel((s) => e.node(s));
	return r.forEach((s) => {
		let a = e.node(s), l = e.parent(s);
		if (a.rank === n || a.minRank <= n && n <= a.maxRank) {
			i.setNode(s), i.setParent(s, l || o);
			let u = e[t](s);
			u && u.forEach((d) => {
				let c = d.v === s ? d.w : d.v, f = i.edge(c, s), h = f !== void 0 ? f.weight : 0;
				i.setEdge(c, s, { weight: e.edge(d).weight + h });
			}), Object.hasOwn(a, "minRank") && i.setNode(s, {
				borderLeft: a.borderLeft[n],
				borderRight: a.borderRight[n]
			});
		}
	}), i;
}
function Ht(e) {
	let n;
	for (; e.hasNode(n = $("_root")););
	return n;
}
function ke(e, n, t) {
	let r = {}, o;
	t.forEach((i) => {
		let s = e.parent(i), a, l;
		for (; s;) {
			if (a = e.parent(s), a ? (l = r[a], r[a] = s) : (l = o, o = s), l && l !== s) {
				n.setEdge(l, s);
				return;
			}
			s = a;
		}
	});
}
function re(e, n = {}, t = null) {
	if (typeof n.customOrder == "function") {
		n.customOrder(e, re);
		return;
	}
	let r = de(e), o = yn(e, D(1, r + 1), "inEdges"), i = yn(e, D(r - 1, -1, -1), "outEdges"), s = Le(e, t);
	if (wn(e, s), n.disableOptimalOrderHeuristic) return;
	let a = Number.POSITIVE_INFINITY, l, u = n.constraints || [];
	for (let d = 0, c = 0; c < 4; ++d, ++c) {
		qt(d % 2 ? o : i, d % 4 >= 2, u, t), s = P(e);
		let f = ye(e, s);
		f < a ? (c = 0, l = Object.assign({}, s), a = f) : f === a && (l = structuredClone(s));
	}
	wn(e, l);
}
function yn(e, n, t) {
	let r = /* @__PURE__ */ new Map(), o = (i, s) => {
		r.has(i) || r.set(i, []), r.get(i).push(s);
	};
	for (let i of e.nodes()) {
		let s = e.node(i);
		if (typeof s.rank == "number" && o(s.rank, i), typeof s.minRank == "number" && typeof s.maxRank == "number") for (let a = s.minRank; a <= s.maxRank; a++) a !== s.rank && o(a, i);
	}
	return n.map(function(i) {
		return ve(e, i, t, r.get(i) || []);
	});
}
function qt(e, n, t, r) {
	let o = !0, i = new T();
	e.forEach(function(s) {
		t.forEach((d) => i.setEdge(d.left, d.right));
		let a = s.graph().root, { result: l, usedBias: u } = te(s, a, i, r, o);
		n && u && (o = !o), l.vs.forEach((d, c) => s.node(d).order = c), ke(s, i, l.vs);
	});
}
function wn(e, n) {
	Object.values(n).forEach((t) => t.forEach((r, o) => e.node(r).order = o));
}
function $t(e, n) {
	let t = {};
	function r(o, i) {
		let s = 0, a = 0, l = o.length, u = i[i.length - 1];
		return i.forEach((d, c) => {
			let f = Jt(e, d), h = f ? e.node(f).order : l;
			(f || d === u) && (i.slice(a, c + 1).forEach((g) => {
				let m = e.predecessors(g);
				m && m.forEach((L) => {
					let y = e.node(L), b = y.order;
					(b < s || h < b) && !(y.dummy && e.node(g).dummy) && Gn(t, L, g);
				});
			}), a = c + 1, s = h);
		}), i;
	}
	return n.length && n.reduce(r), t;
}
function Ut(e, n) {
	let t = {};
	function r(a) {
		var l;
		return ((l = e.node(a)) == null ? void 0 : l.dummy) === "border";
	}
	if (!e.nodes().some(r)) return t;
	function i(a, l, u, d, c) {
		D(l, u).forEach((f) => {
			let h = a[f];
			if (h !== void 0 && e.node(h).dummy) {
				let g = e.predecessors(h);
				g && g.forEach((m) => {
					if (m === void 0) return;
					let L = e.node(m);
					L.dummy && (L.order < d || L.order > c) && Gn(t, m, h);
				});
			}
		});
	}
	function s(a, l) {
		let u = -1, d = -1, c = 0;
		return l.forEach((f, h) => {
			if (r(f)) {
				let g = e.predecessors(f);
				if (g && g.length) {
					let m = g[0];
					if (m === void 0) return;
					d = e.node(m).order, i(l, c, h, u, d), c = h, u = d;
				}
			}
			i(l, c, l.length, d, a.length);
		}), l;
	}
	return n.length && n.reduce(s), t;
}
function Jt(e, n) {
	if (e.node(n).dummy) {
		let t = e.predecessors(n);
		if (t) return t.find((r) => e.node(r).dummy);
	}
}
function Gn(e, n, t) {
	if (n > t) {
		let o = n;
		n = t, t = o;
	}
	let r = e[n];
	r || (e[n] = r = {}), r[t] = !0;
}
function Kt(e, n, t) {
	if (n > t) {
		let o = n;
		n = t, t = o;
	}
	let r = e[n];
	return r !== void 0 && Object.hasOwn(r, t);
}
function Qt(e, n, t, r, o) {
	let i = {}, s = {}, a = {};
	return n.forEach((l) => {
		l.forEach((u, d) => {
			i[u] = u, s[u] = u, a[u] = d;
		});
	}), n.forEach((l) => {
		let u = -1, d = -1, c = !1, f = l, h = l.findIndex((g) => (o == null ? void 0 : o.includes(g)) || Nn(g, e, o));
		h > 0 && (f = [
			l[h],
			...l.slice(0, h),
			...l.slice(h + 1)
		], c = !0), f.forEach((g) => {
			var L;
			let m = r(g);
			if (m && m.length) {
				o != null && o.includes(g) && (m = m.filter((p) => Nn(p, e, o)));
				let y = m.sort((p, E) => {
					let w = a[p], k = a[E];
					return (w !== void 0 ? w : 0) - (k !== void 0 ? k : 0);
				}), b = (y.length - 1) / 2;
				for (let p = Math.floor(b), E = Math.ceil(b); p <= E; ++p) {
					let w = y[p];
					if (w === void 0) continue;
					let k = a[w];
					if (k !== void 0 && s[g] === g && u < k && a[w] !== d && !Kt(t, g, w)) {
						let _ = i[w];
						_ !== void 0 && (s[w] = g, s[g] = i[g] = _, u = k, c && (u = -1, d = (L = a[w]) != null ? L : -1, c = !1));
					}
				}
			}
		});
	}), {
		root: i,
		align: s
	};
}
function Zt(e, n, t, r, o = !1) {
	let i = {}, s = er(e, n, t, o), a = o ? "borderLeft" : "borderRight";
	function l(h, g) {
		let m = s.nodes().slice(), L = {}, y = m.pop();
		for (; y;) {
			if (L[y]) h(y);
			else {
				L[y] = !0, m.push(y);
				for (let b of g(y)) m.push(b);
			}
			y = m.pop();
		}
	}
	function u(h) {
		let g = s.inEdges(h);
		g ? i[h] = g.reduce((m, L) => {
			var p;
			let y = (p = i[L.v]) != null ? p : 0, b = s.edge(L);
			return Math.max(m, y + (b !== void 0 ? b : 0));
		}, 0) : i[h] = 0;
	}
	function d(h) {
		let g = s.outEdges(h), m = Number.POSITIVE_INFINITY;
		g && (m = g.reduce((y, b) => {
			let p = i[b.w], E = s.edge(b);
			return Math.min(y, (p !== void 0 ? p : 0) - (E !== void 0 ? E : 0));
		}, Number.POSITIVE_INFINITY));
		let L = e.node(h);
		m !== Number.POSITIVE_INFINITY && L.borderType !== a && (i[h] = Math.max(i[h] !== void 0 ? i[h] : 0, m));
	}
	function c(h) {
		return s.predecessors(h) || [];
	}
	function f(h) {
		return s.successors(h) || [];
	}
	return l(u, c), l(d, f), Object.keys(r).forEach((h) => {
		var m;
		let g = t[h];
		g !== void 0 && (i[h] = (m = i[g]) != null ? m : 0);
	}), i;
}
function er(e, n, t, r) {
	let o = new T(), i = e.graph(), s = or(i.nodesep, i.edgesep, r);
	return n.forEach((a) => {
		let l;
		a.forEach((u) => {
			let d = t[u];
			if (d !== void 0) {
				if (o.setNode(d), l !== void 0) {
					let c = t[l];
					if (c !== void 0) {
						let f = o.edge(c, d);
						o.setEdge(c, d, Math.max(s(e, u, l), f || 0));
					}
				}
				l = u;
			}
		});
	}), o;
}
function nr(e, n) {
	return Object.values(n).reduce((t, r) => {
		let o = Number.NEGATIVE_INFINITY, i = Number.POSITIVE_INFINITY;
		Object.entries(r).forEach(([a, l]) => {
			let u = ir(e, a) / 2;
			o = Math.max(l + u, o), i = Math.min(l - u, i);
		});
		let s = o - i;
		return s < t[0] && (t = [s, r]), t;
	}, [Number.POSITIVE_INFINITY, null])[1];
}
function tr(e, n) {
	let t = Object.values(n), r = S(Math.min, t), o = S(Math.max, t);
	["u", "d"].forEach((i) => {
		["l", "r"].forEach((s) => {
			let a = i + s, l = e[a];
			if (!l || l === n) return;
			let u = Object.values(l), d = r - S(Math.min, u);
			s !== "l" && (d = o - S(Math.max, u)), d && (e[a] = X(l, (c) => c + d));
		});
	});
}
function rr(e, n = void 0) {
	let t = e.ul;
	return t ? X(t, (r, o) => {
		var s, a;
		if (n) {
			let u = e[n.toLowerCase()];
			if (u && u[o] !== void 0) return u[o];
		}
		let i = Object.values(e).map((l) => {
			let u = l[o];
			return u !== void 0 ? u : 0;
		}).sort((l, u) => l - u);
		return (((s = i[1]) != null ? s : 0) + ((a = i[2]) != null ? a : 0)) / 2;
	}) : {};
}
function vn(e, n) {
	let t = P(e), r = Object.assign($t(e, t), Ut(e, t)), o = {}, i;
	["u", "d"].forEach((a) => {
		i = a === "u" ? t : Object.values(t).reverse(), ["l", "r"].forEach((l) => {
			l === "r" && (i = i.map((f) => Object.values(f).reverse()));
			let d = Qt(e, i, r, (f) => (a === "u" ? e.predecessors(f) : e.successors(f)) || [], n), c = Zt(e, i, d.root, d.align, l === "r");
			l === "r" && (c = X(c, (f) => -f)), o[a + l] = c;
		});
	});
	return tr(o, nr(e, o)), rr(o, e.graph().align);
}
function or(e, n, t) {
	return (r, o, i) => {
		let s = r.node(o), a = r.node(i), l = 0, u;
		if (l += s.width / 2, Object.hasOwn(s, "labelpos")) switch (s.labelpos.toLowerCase()) {
			case "l":
				u = -s.width / 2;
				break;
			case "r": u = s.width / 2;
		}
		if (u && (l += t ? u : -u), u = void 0, l += (s.dummy ? n : e) / 2, l += (a.dummy ? n : e) / 2, l += a.width / 2, Object.hasOwn(a, "labelpos")) switch (a.labelpos.toLowerCase()) {
			case "l":
				u = a.width / 2;
				break;
			case "r": u = -a.width / 2;
		}
		return u && (l += t ? u : -u), l;
	};
}
function ir(e, n) {
	return e.node(n).width;
}
function Nn(e, n, t) {
	var s;
	if (!t) return !1;
	let r = (s = n.node(e)) == null ? void 0 : s.edgeObj;
	if (!r || n.node(e).edgeLabel.reversed) return !1;
	let o = t.indexOf(r == null ? void 0 : r.v), i = t.indexOf(r == null ? void 0 : r.w);
	return o !== -1 && i !== -1 && o === (i + 1) % t.length || o === (i - 1) % t.length;
}
function kn(e, n) {
	e = Z(e), sr(e), Object.entries(vn(e, n)).forEach(([t, r]) => e.node(t).x = r);
}
function sr(e) {
	let n = P(e), t = e.graph(), r = t.ranksep, o = t.rankalign, i = 0;
	n.forEach((s) => {
		let a = s.reduce((l, u) => {
			var c;
			let d = (c = e.node(u).height) != null ? c : 0;
			return l > d ? l : d;
		}, 0);
		s.forEach((l) => {
			let u = e.node(l);
			o === "top" ? u.y = i + u.height / 2 : o === "bottom" ? u.y = i + a - u.height / 2 : u.y = i + a / 2;
		}), i += a + r;
	});
}
var xn = /* @__PURE__ */ new WeakMap();
function Oe(e, n = {}) {
	return In(e, q, n), e;
}
function _n(e, n, t) {
	let r = n;
	for (; r !== void 0;) {
		let o = e.parent(r);
		if (o === t) return r;
		r = o;
	}
}
function In(e, n, t) {
	var y;
	let r = e.nodes().filter((b) => e.children(b).length), o = {};
	r.forEach((b) => {
		let p = e.node(b);
		if (p && p.rankdir) {
			let E = new T({
				multigraph: !0,
				compound: !0
			});
			E.setGraph({ rankdir: p.rankdir });
			let w = e.children(b);
			w.forEach((G) => {
				let N = { ...e.node(G) };
				E.setNode(G, N);
				let C = e.parent(G);
				C && C !== b && w.includes(C) && E.setParent(G, C);
			});
			let k = /* @__PURE__ */ new Set();
			e.edges().forEach((G) => {
				let N = _n(e, G.v, b), C = _n(e, G.w, b);
				if (N === G.v && C === G.w) E.setEdge(G, { ...e.edge(G) });
				else if (N && C && N !== C) {
					let B = `${N}\0${C}`;
					k.has(B) || (k.add(B), E.setEdge(N, C, { ...e.edge(G) }));
				}
			}), In(E, n, t);
			let _ = Rn(E);
			Cn(_, n, t, null), Tn(E, _);
			let O = 1 / 0, j = 1 / 0, R = -1 / 0, I = -1 / 0;
			E.nodes().forEach((G) => {
				if (G === b) return;
				let N = E.node(G);
				N && typeof N.x == "number" && typeof N.y == "number" && typeof N.width == "number" && typeof N.height == "number" && (O = Math.min(O, N.x - N.width / 2), R = Math.max(R, N.x + N.width / 2), j = Math.min(j, N.y - N.height / 2), I = Math.max(I, N.y + N.height / 2));
			}), (!isFinite(O) || !isFinite(j) || !isFinite(R) || !isFinite(I)) && (O = j = 0, R = I = 0);
			let v = R - O, x = I - j;
			o[b] = {
				minX: O,
				minY: j,
				maxX: R,
				maxY: I,
				width: v,
				height: x,
				offsetX: O,
				offsetY: j
			}, p._dagreClusterSubgraph = E;
		}
	});
	let i = [], s = (b) => {
		let p = [], E = (e.children(b) || []).filter((w) => w !== b);
		for (; E.length > 0;) {
			let w = E.shift();
			p.push(w), (e.children(w) || []).filter((k) => k !== w).forEach((k) => E.push(k));
		}
		return p;
	}, a = /* @__PURE__ */ new Map();
	r.forEach((b) => {
		let p = e.node(b);
		p && p.rankdir && o[b] && a.set(b, (e.children(b) || []).filter((E) => E !== b));
	});
	let l = new Set([...a.values()].flat()), u = /* @__PURE__ */ new Map();
	a.forEach((b, p) => {
		l.has(p) || u.set(p, s(p));
	});
	let d = new Set([...u.values()].flat()), c = (b) => {
		for (let [p, E] of u) if (E.includes(b)) return p;
		return b;
	}, f = [];
	e.edges().forEach((b) => {
		(d.has(b.v) || d.has(b.w)) && f.push({
			edge: b,
			label: e.edge(b)
		});
	});
	let h = /* @__PURE__ */ new Map();
	d.forEach((b) => {
		let p = e.parent(b);
		h.set(b, typeof p == "string" ? p : void 0);
	}), u.forEach((b, p) => {
		let E = e.node(p), w = [];
		b.forEach((O) => {
			let j = e.node(O);
			j && (w.push({
				id: O,
				node: j,
				parent: h.get(O)
			}), e.removeNode(O));
		});
		let k = f.filter(({ edge: O }) => b.includes(O.v) || b.includes(O.w)), _ = o[p];
		E && (i.push({
			clusterId: p,
			subgraph: E._dagreClusterSubgraph,
			bounds: _,
			children: b,
			removedNodes: w,
			removedEdges: k
		}), E.width = _.width, E.height = _.height);
	});
	let g = /* @__PURE__ */ new Set();
	f.forEach(({ edge: b, label: p }) => {
		let E = c(b.v), w = c(b.w);
		if (E !== w && e.hasNode(E) && e.hasNode(w)) {
			let k = `${E}\0${w}`;
			g.has(k) || (g.add(k), e.setEdge(E, w, {
				...p,
				width: 0,
				height: 0
			}));
		}
	});
	let m = Rn(e), L = Cn(m, n, t, (y = xn.get(e)) != null ? y : null);
	xn.set(e, L), Tn(e, m), g.forEach((b) => {
		let p = b.indexOf("\0"), E = b.slice(0, p), w = b.slice(p + 1);
		e.hasEdge(E, w) && e.removeEdge(E, w);
	}), i.forEach(({ clusterId: b, subgraph: p, bounds: E, removedNodes: w, removedEdges: k }) => {
		var v, x;
		let _ = e.node(b), O = (v = _ == null ? void 0 : _.x) != null ? v : 0, j = (x = _ == null ? void 0 : _.y) != null ? x : 0, R = (E.minX + E.maxX) / 2, I = (E.minY + E.maxY) / 2;
		w.forEach(({ id: G, node: N, parent: C }) => {
			e.setNode(G, N), C !== void 0 && e.setParent(G, C);
		}), k.forEach(({ edge: G, label: N }) => {
			e.setEdge(G, N);
		}), p.nodes().forEach((G) => {
			if (G === b) return;
			let N = p.node(G), C = e.node(G);
			C && N && typeof N.x == "number" && typeof N.y == "number" && (C.x = O + (N.x - R), C.y = j + (N.y - I));
		}), On(e, p, O - R, j - I), delete _._dagreClusterSubgraph;
	}), r.forEach((b) => {
		var w, k;
		let p = e.node(b), E = o[b];
		if (p && p.rankdir && p._dagreClusterSubgraph && E) {
			let _ = p._dagreClusterSubgraph, O = (w = p.x) != null ? w : 0, j = (k = p.y) != null ? k : 0, R = (E.minX + E.maxX) / 2, I = (E.minY + E.maxY) / 2;
			_.nodes().forEach((v) => {
				if (v === b) return;
				let x = _.node(v), G = e.node(v);
				if (G && x && typeof x.x == "number" && typeof x.y == "number") {
					let N = x.x - R, C = x.y - I;
					G.x = O + N, G.y = j + C;
				}
			}), On(e, _, O - R, j - I), delete p._dagreClusterSubgraph;
		}
	});
}
function On(e, n, t, r) {
	n.edges().forEach((o) => {
		if (!e.hasEdge(o)) return;
		let i = n.edge(o), s = e.edge(o);
		s.points = i.points.map((a) => ({
			x: a.x + t,
			y: a.y + r
		})), Object.hasOwn(i, "x") && (s.x = i.x + t, s.y = i.y + r);
	});
}
function Cn(e, n, t, r = null) {
	var l, u;
	let o = (t == null ? void 0 : t.useDynamic) !== !1, i = o && (l = r == null ? void 0 : r.graph) != null ? l : null, s = o && (u = r == null ? void 0 : r.rawNodes) != null ? u : null;
	n("    makeSpaceForEdgeLabels", () => br(e)), n("    removeSelfEdges", () => Gr(e)), n("    acyclic", () => Ue(e, i)), n("    nestingGraph.run", () => un(e)), n("    rank", () => dn(Z(e))), n("    injectEdgeLabelProxies", () => gr(e)), n("    removeEmptyRanks", () => We(e)), n("    nestingGraph.cleanup", () => fn(e)), n("    normalizeRanks", () => Be(e)), n("    assignRankMinMax", () => pr(e)), n("    removeEdgeLabelProxies", () => mr(e)), n("    normalize.run", () => Ke(e)), n("    parentDummyChains", () => ln(e)), n("    addBorderSegments", () => bn(e)), n("    order", () => re(e, t, s)), n("    insertSelfEdges", () => vr(e)), n("    adjustCoordinateSystem", () => pn(e)), n("    position", () => kn(e, t.corePath)), n("    positionSelfEdges", () => kr(e));
	let a = JSON.parse(JSON.stringify(e._nodes));
	return n("    removeBorderNodes", () => Nr(e)), n("    normalize.undo", () => Qe(e)), n("    fixupEdgeLabelCoords", () => yr(e)), n("    undoCoordinateSystem", () => mn(e)), n("    translateGraph", () => Er(e)), n("    assignNodeIntersects", () => Lr(e)), n("    reversePoints", () => wr(e)), n("    acyclic.undo", () => Je(e)), {
		graph: e,
		rawNodes: a
	};
}
function Tn(e, n) {
	e.nodes().forEach((t) => {
		let r = e.node(t), o = n.node(t);
		r && (r.x = o.x, r.y = o.y, r.order = o.order, r.rank = o.rank, n.children(t).length && (r.width = o.width, r.height = o.height));
	}), e.edges().forEach((t) => {
		let r = e.edge(t), o = n.edge(t);
		r.points = o.points, Object.hasOwn(o, "x") && (r.x = o.x, r.y = o.y);
	}), e.graph().width = n.graph().width, e.graph().height = n.graph().height;
}
var ar = [
	"nodesep",
	"edgesep",
	"ranksep",
	"marginx",
	"marginy"
];
var dr = {
	ranksep: 50,
	edgesep: 20,
	nodesep: 50,
	rankdir: "TB",
	rankalign: "center"
};
var lr = [
	"acyclicer",
	"ranker",
	"rankdir",
	"align",
	"rankalign"
];
var ur = [
	"width",
	"height",
	"rank"
];
var jn = {
	width: 0,
	height: 0
};
var cr = [
	"minlen",
	"weight",
	"width",
	"height",
	"labeloffset"
];
var fr = {
	minlen: 1,
	weight: 1,
	width: 0,
	height: 0,
	labeloffset: 10,
	labelpos: "r"
};
var hr = ["labelpos"];
function Rn(e) {
	let n = new T({
		multigraph: !0,
		compound: !0
	}), t = _e(e.graph());
	return n.setGraph(Object.assign({}, dr, xe(t, ar), W(t, lr))), e.nodes().forEach((r) => {
		let i = xe(_e(e.node(r)), ur);
		Object.keys(jn).forEach((a) => {
			i[a] === void 0 && (i[a] = jn[a]);
		}), n.setNode(r, i);
		let s = e.parent(r);
		s !== void 0 && n.setParent(r, s);
	}), e.edges().forEach((r) => {
		let o = _e(e.edge(r));
		n.setEdge(r, Object.assign({}, fr, xe(o, cr), W(o, hr)));
	}), n;
}
function br(e) {
	let n = e.graph();
	n.ranksep /= 2, e.edges().forEach((t) => {
		var o;
		let r = e.edge(t);
		r.minlen *= 2, ((o = r.labelpos) != null ? o : "r").toLowerCase() !== "c" && (n.rankdir === "TB" || n.rankdir === "BT" ? r.width += r.labeloffset : r.height += r.labeloffset);
	});
}
function gr(e) {
	e.edges().forEach((n) => {
		let t = e.edge(n);
		if (t.width && t.height) {
			let r = e.node(n.v);
			M(e, "edge-proxy", {
				rank: (e.node(n.w).rank - r.rank) / 2 + r.rank,
				e: n
			}, "_ep");
		}
	});
}
function pr(e) {
	let n = 0;
	e.nodes().forEach((t) => {
		let r = e.node(t);
		r.borderTop && (r.minRank = e.node(r.borderTop).rank, r.maxRank = e.node(r.borderBottom).rank, n = Math.max(n, r.maxRank));
	}), e.graph().maxRank = n;
}
function mr(e) {
	e.nodes().forEach((n) => {
		let t = e.node(n);
		if (t.dummy === "edge-proxy") {
			let r = t;
			e.edge(r.e).labelRank = t.rank, e.removeNode(n);
		}
	});
}
function Er(e) {
	let n = Number.POSITIVE_INFINITY, t = 0, r = Number.POSITIVE_INFINITY, o = 0, i = e.graph(), s = i.marginx || 0, a = i.marginy || 0;
	function l(u) {
		let d = u.x, c = u.y, f = u.width, h = u.height;
		n = Math.min(n, d - f / 2), t = Math.max(t, d + f / 2), r = Math.min(r, c - h / 2), o = Math.max(o, c + h / 2);
	}
	e.nodes().forEach((u) => l(e.node(u))), e.edges().forEach((u) => {
		let d = e.edge(u);
		Object.hasOwn(d, "x") && l(d);
	}), n -= s, r -= a, e.nodes().forEach((u) => {
		let d = e.node(u);
		d.x -= n, d.y -= r;
	}), e.edges().forEach((u) => {
		let d = e.edge(u);
		d.points.forEach((c) => {
			c.x -= n, c.y -= r;
		}), Object.hasOwn(d, "x") && (d.x -= n), Object.hasOwn(d, "y") && (d.y -= r);
	}), i.width = t - n + s, i.height = o - r + a;
}
function Lr(e) {
	e.edges().forEach((n) => {
		if (n.v === n.w) return;
		let t = e.edge(n), r = e.node(n.v), o = e.node(n.w), i, s;
		t.points ? (i = t.points[0], s = t.points[t.points.length - 1]) : (t.points = [], i = o, s = r), t.points.unshift(se(r, i)), t.points.push(se(o, s));
	});
}
function yr(e) {
	e.edges().forEach((n) => {
		let t = e.edge(n);
		if (Object.hasOwn(t, "x")) switch ((t.labelpos === "l" || t.labelpos === "r") && (t.width -= t.labeloffset), t.labelpos) {
			case "l":
				t.x -= t.width / 2 + t.labeloffset;
				break;
			case "r": t.x += t.width / 2 + t.labeloffset;
		}
	});
}
function wr(e) {
	e.edges().forEach((n) => {
		let t = e.edge(n);
		t.reversed && t.points.reverse();
	});
}
function Nr(e) {
	e.nodes().forEach((n) => {
		if (e.children(n).length) {
			let t = e.node(n), r = e.node(t.borderTop), o = e.node(t.borderBottom), i = e.node(t.borderLeft[t.borderLeft.length - 1]), s = e.node(t.borderRight[t.borderRight.length - 1]);
			t.width = Math.abs(s.x - i.x), t.height = Math.abs(o.y - r.y), t.x = i.x + t.width / 2, t.y = r.y + t.height / 2;
		}
	}), e.nodes().forEach((n) => {
		e.node(n).dummy === "border" && e.removeNode(n);
	});
}
function Gr(e) {
	e.edges().forEach((n) => {
		if (n.v === n.w) {
			let t = e.node(n.v);
			t.selfEdges || (t.selfEdges = []), t.selfEdges.push({
				e: n,
				label: e.edge(n)
			}), e.removeEdge(n);
		}
	});
}
function vr(e) {
	P(e).forEach((t) => {
		let r = 0;
		t.forEach((o, i) => {
			let s = e.node(o);
			typeof s.rank != "number" && (s.rank = 0), s.order = i + r, (s.selfEdges || []).forEach((a) => {
				M(e, "selfedge", {
					width: a.label.width,
					height: a.label.height,
					rank: s.rank,
					order: i + ++r,
					e: a.e,
					edgeLabel: a.label
				}, "_se"), (!Array.isArray(a.label.points) || a.label.points.length !== 7) && (a.label.points = [
					{
						x: 0,
						y: -10
					},
					{
						x: 0,
						y: -10
					},
					{
						x: 0,
						y: 0
					},
					{
						x: 0,
						y: 10
					},
					{
						x: 0,
						y: 10
					},
					{
						x: 0,
						y: 0
					},
					{
						x: 0,
						y: 0
					}
				]);
			}), delete s.selfEdges;
		});
	});
}
function kr(e) {
	e.nodes().forEach((n) => {
		let t = e.node(n), r = (o) => typeof o == "number" && isFinite(o);
		if (t.dummy === "selfedge") {
			let o = t, i = e.node(o.e.v), s = r(i == null ? void 0 : i.x) ? i.x : 0, a = r(i == null ? void 0 : i.y) ? i.y : 0, l = r(i == null ? void 0 : i.width) ? i.width : 0, u = r(i == null ? void 0 : i.height) ? i.height : 0, d = r(t.x) ? t.x : s, c = r(t.y) ? t.y : a, f = l / 2, h = u / 2;
			o.edgeLabel.points = [
				{
					x: d + f,
					y: c - h
				},
				{
					x: d + f,
					y: c - h
				},
				{
					x: d,
					y: c
				},
				{
					x: d - f,
					y: c + h
				},
				{
					x: d - f,
					y: c + h
				},
				{
					x: d,
					y: c
				},
				{
					x: d,
					y: c
				}
			], o.edgeLabel.x = d, o.edgeLabel.y = c, e.setEdge(o.e, o.edgeLabel), e.removeNode(n);
		} else t && Array.isArray(t.selfEdges) && t.selfEdges.forEach((o) => {
			if (!Array.isArray(o.label.points) || o.label.points.length !== 7) {
				let i = r(t.x) ? t.x : 0, s = r(t.y) ? t.y : 0, a = r(t.width) ? t.width : 0, l = r(t.height) ? t.height : 0, u = a / 2, d = l / 2;
				o.label.points = [
					{
						x: i + u,
						y: s - d
					},
					{
						x: i + u,
						y: s - d
					},
					{
						x: i,
						y: s
					},
					{
						x: i - u,
						y: s + d
					},
					{
						x: i - u,
						y: s + d
					},
					{
						x: i,
						y: s
					},
					{
						x: i,
						y: s
					}
				];
			}
		});
	});
}
function xe(e, n) {
	return X(W(e, n), Number);
}
function _e(e) {
	let n = {};
	return e && Object.entries(e).forEach(([t, r]) => {
		typeof t == "string" && (t = t.toLowerCase()), n[t] = r;
	}), n;
}
/*! For license information please see dagre.esm.js.LEGAL.txt */

// src/milestone/view/html/layered-layout.ts
/** From the most telling to the one that a drawing of hundreds has room for: symbol and id alone. */
const NODES = {
	large: {
		width: 188,
		height: 46,
		along: 44,
		aside: 16
	},
	medium: {
		width: 144,
		height: 42,
		along: 28,
		aside: 12
	},
	small: {
		width: 132,
		height: 24,
		along: 30,
		aside: 6
	}
};
/** Room for a heavy border and the second sheet of a stack. */
const MARGIN = 6;
/** A drawing this much wider than its column is shrunk into it and can still be read. */
const READABLE = 1.25;
/**
* A layered drawing, with the largest boxes and in the direction that fit the column; if nothing fits, the narrowest,
* as a page is easily moved up and down.
*/
function layeredLayout(view, columnWidth, sizes) {
	let narrowest = null;
	for (const size of sizes) for (const down of [false, true]) {
		const made = drawn(view, size, down);
		if (made.width <= columnWidth * READABLE) return made;
		if (!narrowest || made.width < narrowest.width) narrowest = made;
	}
	return narrowest;
}
function drawn(view, size, down) {
	const node = NODES[size];
	const graph = new T();
	graph.setGraph({
		rankdir: down ? "TB" : "LR",
		ranksep: node.along,
		nodesep: node.aside,
		edgesep: 6,
		marginx: MARGIN,
		marginy: MARGIN
	});
	graph.setDefaultEdgeLabel(() => ({}));
	for (const { key } of view.nodes) graph.setNode(String(key), {
		width: node.width,
		height: node.height
	});
	for (const { from, to } of view.edges) graph.setEdge(String(from), String(to), {});
	Oe(graph);
	const whole = graph.graph();
	return {
		width: Math.ceil(whole.width),
		height: Math.ceil(whole.height),
		size,
		nodes: view.nodes.map(({ key }) => {
			const at = graph.node(String(key));
			return {
				x: at.x - node.width / 2,
				y: at.y - node.height / 2
			};
		}),
		edges: view.edges.map(({ from, to, critical }) => {
			const { points } = graph.edge(String(from), String(to));
			const [a, b] = [from, to].map((key) => graph.node(String(key)));
			const [start, end] = down ? [side(a, 0, node.height / 2), side(b, 0, -node.height / 2)] : [side(a, node.width / 2, 0), side(b, -node.width / 2, 0)];
			return {
				points: [
					start,
					...points.slice(1, -1).filter((_, i) => i % 2 === 1).flatMap((at) => down ? [side(at, 0, -node.height / 2), side(at, 0, node.height / 2)] : [side(at, -node.width / 2, 0), side(at, node.width / 2, 0)]),
					end
				],
				from,
				to,
				critical
			};
		}),
		down
	};
}
const side = ({ x, y }, dx, dy) => ({
	x: x + dx,
	y: y + dy
});

// src/milestone/view/html/graph-svg.ts
/** Of the live page on a screen 1,280 wide; the report's is wider. */
const COLUMN_WIDTH = 984;
/** A picture of this many tasks one by one helps nobody, and takes long to lay out. */
const EVERY_UP_TO = 400;
const BANDS = 5;
/** The task graph; of many tasks first a picture in which those that need no look stand together, then one with all. */
function graphSection(dashboard) {
	const { length } = dashboard.tasks;
	if (length === 0) return "";
	const view = graphView(dashboard, { bands: BANDS });
	const notes = [...view.edges.some((edge) => edge.critical) ? ["heavy lines: the critical path of what is left"] : [], ...view.grouped ? ["stacked boxes stand for several tasks"] : []].map((note) => `<li>${note}</li>`);
	const legend = notes.length > 0 ? `<ul class="legend">${notes.join("")}</ul>` : "";
	const every = length > 40 && length <= EVERY_UP_TO ? `<details class="every"><summary>Every task by itself (${length})</summary>${scroll("Graph of every task", drawing(graphView(dashboard, { every: true }), laidOut(dashboard)))}</details>` : "";
	const whole = layeredLayout(view, COLUMN_WIDTH, ["large", "medium"]);
	return section("graph", "Graph", [
		scroll("Graph of the tasks", drawing(view, whole)),
		legend,
		every
	]);
}
/** The layout of all tasks takes a second for hundreds, and a plan's shape seldom changes. */
const layouts = /* @__PURE__ */ new Map();
const MOST_LAYOUTS = 8;
function laidOut(dashboard) {
	const view = graphView(dashboard, { every: true });
	const shape = JSON.stringify([view.nodes.map((n) => n.name), view.edges.map((e) => [
		e.from,
		e.to,
		e.critical
	])]);
	const known = layouts.get(shape);
	if (known) return known;
	const made = layeredLayout(view, COLUMN_WIDTH, ["small"]);
	if (layouts.size >= MOST_LAYOUTS) layouts.delete(layouts.keys().next().value);
	layouts.set(shape, made);
	return made;
}
/** State by colour, symbol and word, the critical path by weight of line. */
function drawing(view, layout) {
	const { width, height } = layout;
	const scale = Math.min(1, Math.max(.8, COLUMN_WIDTH / width));
	const count = view.nodes.reduce((sum, node) => sum + node.tasks.length, 0);
	return [
		`<svg class="drawing" viewBox="0 0 ${width} ${height}" ${`width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`} role="group" aria-label="Graph of ${count} tasks and what each waits for" font-size="12">`,
		...layout.edges.map((edge) => edgeSvg(edge, layout.down)),
		...view.nodes.map((node) => nodeSvg(node, layout)),
		"</svg>"
	].join("\n");
}
function edgeSvg(edge, down) {
	const key = edge.critical ? " key" : "";
	const ends = `data-ends="${edge.from} ${edge.to}"`;
	const end = edge.points.at(-1);
	const tip = down ? "m-4 -7h8l-4 7z" : "m-7 -4v8l7 -4z";
	return `<path class="edge${key}" ${ends} d="${curve(edge.points, down)}"/><path class="head${key}" ${ends} d="M${p(end)}${tip}"/>`;
}
/** Along the drawing's direction at each point, and across between them. */
function curve(points, down) {
	return points.map((to, i) => {
		const from = points[i - 1];
		if (!from) return `M${p(to)}`;
		const middle = down ? (from.y + to.y) / 2 : (from.x + to.x) / 2;
		const a = down ? {
			x: from.x,
			y: middle
		} : {
			x: middle,
			y: from.y
		};
		const b = down ? {
			x: to.x,
			y: middle
		} : {
			x: middle,
			y: to.y
		};
		return from.x === to.x || from.y === to.y ? `L${p(to)}` : `C${p(a)} ${p(b)} ${p(to)}`;
	}).join("");
}
const p = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
function nodeSvg(node, layout) {
	const { symbol, tone } = STATUS[node.status];
	const { width, height } = NODES[layout.size];
	const { x, y } = layout.nodes[node.key];
	const at = (dx, dy) => `x="${(x + dx).toFixed(1)}" y="${(y + dy).toFixed(1)}"`;
	const box = `width="${width}" height="${height}" rx="6"`;
	const many = node.tasks.length > 1;
	const behind = many ? `<rect class="box" ${at(4, -4)} width="${width - 4}" height="${height - 2}" rx="6"/>` : "";
	const dashes = node.status === "skipped" ? " stroke-dasharray=\"4 3\"" : "";
	const shape = `${behind}<rect class="box${node.critical ? " key" : ""}" ${at(0, 0)} ${box}${dashes}/>`;
	const small = layout.size === "small";
	const letters = layout.size === "large" ? 22 : 16;
	const name = `<text ${at(small ? 8 : 11, small ? 16 : 18)} font-weight="600"${small ? " font-size=\"11\"" : ""}><tspan class="tone">${symbol}</tspan> ${escapeCut(node.name, letters)}</text>`;
	const note = small ? "" : `<text class="quiet" ${at(11, layout.size === "large" ? 35 : 33)} font-size="11">${escapeCut(noteOf(node.note, letters + 5), letters + 5)}</text>`;
	const drawn = `<title>${titleOf(node)}</title>${shape}${name}${note}`;
	return many ? `<g class="${tone}" data-node="${node.key}">${drawn}</g>` : `<a class="node ${tone}" data-node="${node.key}" href="#${taskAnchor(node.tasks[0])}">${drawn}</a>`;
}
/** Colour and symbol say the state as well: in a narrow box the phase and the figure are left. */
function noteOf(note, room) {
	const parts = note.split(" · ");
	return note.length > room && parts.length === 3 ? `${parts[0]} · ${parts[2]}` : note;
}
function titleOf(node) {
	const words = [
		node.name,
		node.title,
		node.note,
		node.critical ? "on the critical path" : ""
	];
	const { length } = node.tasks;
	const tasks = length > 1 ? `: ${node.tasks.slice(0, 40).join(", ")}${length > 40 ? " …" : ""}` : "";
	return escapeHtml(words.filter(Boolean).join(" · ") + tasks);
}

// src/milestone/view/html/overview.ts
/** Title, state and the percentage: what is understood at a glance. */
function hero({ report: { dashboard }, live, state: current }) {
	const { milestone, status, percentage, session } = dashboard;
	const reason = session?.reason ? ` <span class="muted">${escapeHtml(session.reason)}</span>` : "";
	return `<header>
<p class="small muted">${live ? "Milestone" : "Milestone report"} · <code>${escapeHtml(milestone.id)}</code></p>
<h1>${escapeHtml(milestone.title)}</h1>
${milestone.description ? `<p class="lead">${escapeHtml(milestone.description)}</p>` : ""}
<div class="hero"><b>${percentage} %</b>${state(status)}${reason}</div>
${barHtml(percentage, STATUS[status].tone === "idle" ? "active" : STATUS[status].tone, "Progress")}
<ul class="legend">${taskWords(dashboard).split(" · ").map((part) => `<li>${escapeHtml(part)}</li>`).join("")}</ul>
${live ? engineHtml(live, milestone.id, current) : ""}
${live?.remote ? `<p class="small muted">${remoteWords(live.remote)}</p>` : ""}
</header>`;
}
/** How old what the page knows of the remote is. */
function remoteWords({ at, problem }) {
	const known = at === null ? "not seen yet" : `as of ${dateTime(at)}`;
	return problem === null ? `The remote's branches ${known}.` : `The remote's branches ${known}; it cannot be reached now: ${escapeHtml(problem)}`;
}
/** Whether anybody is at work, and how that is changed. */
function engineHtml(live, id, current) {
	switch (live.engine) {
		case "here": return `<div class="engine">${toned("good", "● an engine is at work on this machine")}${actionsHtml(live, [{
			command: `milestone pause ${id}`,
			label: "Pause",
			asks: {
				question: "It saves its state and stops its agents. Why?",
				required: false
			}
		}])}</div>`;
		case "elsewhere": return `<div class="engine">${toned("good", "● an engine is at work on another machine")}</div>`;
		case "none": {
			if (current.status === "completed" || current.status === "cancelled") return "";
			const started = current.activatedAt !== null;
			return `<div class="engine">${toned("idle", started ? "○ nobody is at work" : "○ not started")}${commandHtml(live, `milestone ${started ? "resume" : "execute"} ${id}`, started ? "goes on" : "starts it")}</div>`;
		}
		default: return live.engine;
	}
}
/** Time, quality and cost, each as one figure, a bar and a sentence. */
function cards(data) {
	const { dashboard, costs } = data;
	if (dashboard.timeline.startedAt === null) return "";
	const [, time, quality] = overviewOf(dashboard);
	const { endedAt } = dashboard.timeline;
	const ended = endedAt === null ? [] : [`ended ${dateTime(endedAt)}`];
	return `<div class="cards">${[
		measureCard({
			...time,
			parts: [...time.parts, ...ended]
		}),
		dashboard.quality.total || dashboard.quality.tests ? measureCard(quality) : "",
		costs.total.attempts ? costCard(costs.total) : ""
	].join("")}</div>`;
}
function card(title, figure, bar, words) {
	return `<section class="card"><h3>${escapeHtml(title)}</h3><strong>${escapeHtml(figure)}</strong>${bar}<p>${escapeHtml(words)}</p></section>`;
}
function measureCard({ name, percent = null, tone = "active", parts }) {
	const [figure = "", ...words] = parts;
	return card(name, figure, percent === null ? "" : barHtml(percent, tone, name), words.join(" · "));
}
function costCard(total) {
	const tokens = total.inputTokens + total.outputTokens;
	return card("Used", total.costUsd > 0 ? money(total.costUsd) : duration(total.workMs), "", [
		counted(total.attempts, "attempt"),
		total.failed ? `${total.failed} failed` : "",
		`${duration(total.workMs)} of agents' time`,
		tokens ? `${compact(tokens)} tokens` : ""
	].filter(Boolean).join(" · "));
}
/** What waits for a person, with what resolves it. */
function people(page) {
	const { report, live } = page;
	const { blockers, approvals, questions, now } = report.dashboard;
	const items = [
		...approvals.map((gate) => {
			const files = gate.deliverables.map(({ path }) => {
				const file = path.split("/").at(-1) ?? path;
				return `<code>${gate.task ? taskLink(gate.task, file) : escapeHtml(file)}</code>`;
			}).join(", ");
			return needHtml(gateNeed(gate, now, "terminal"), {
				key: `gate ${gate.request}`,
				task: gate.task,
				answer: `${files ? `<p class="muted">${files}</p>` : ""}${gateAnswer(page, gate)}`
			});
		}),
		...blockers.map((blocker) => {
			const need = blockerNeed(blocker, now, "terminal");
			const actions = need.ways.flatMap(({ command }) => proposalAction(command) ?? []);
			const commands = need.ways.map(({ command, words }) => commandHtml(live, command, words));
			return needHtml(need, {
				key: `blocker ${blocker.id}`,
				task: blocker.task ?? null,
				answer: [actionsHtml(live, actions), ...commands].join("")
			});
		}),
		...questions.map((question) => {
			const need = {
				...questionNeed(question, now, "terminal"),
				words: ""
			};
			const answer = questionHtml(live, question, now);
			return needHtml(need, {
				key: `question ${need.name}`,
				task: question.task,
				answer
			});
		})
	];
	if (items.length === 0) return "";
	return section("people", "Needs a person", [`<ul class="notes">${items.join("\n")}</ul>`]);
}
function needHtml({ status, name, words, criteria, evidence }, { key, task, answer }) {
	const { symbol, tone } = STATUS[status];
	const said = evidence.split("\n").slice(-20).map(escapeHtml).join("\n");
	return [
		`<li class="${tone}" data-key="${escapeHtml(key)}">`,
		`<strong>${symbol} ${task ? taskLink(task, name) : escapeHtml(name)}</strong>`,
		words ? `<p>${escapeHtml(words)}</p>` : "",
		criteria.length > 0 ? `<ul class="criteria">${criteria.map((c) => `<li>${escapeHtml(c)}</li>`).join("")}</ul>` : "",
		said.trim() ? `<pre tabindex="0">${said}</pre>` : "",
		`${answer}</li>`
	].join("");
}
/** Who is at work at this moment, on what. Of a frozen page that is the past. */
function atWork({ report, live }) {
	const { agents, activities, now } = report.dashboard;
	if (!live || agents.length === 0 && activities.length === 0) return "";
	const rows = agents.map((a) => {
		const attempt = a.attempt > 1 ? ` <span class="muted">#${a.attempt}</span>` : "";
		return `<li><b>${taskLink(a.task, `${a.task}/${a.phase}`)}</b>${attempt} <span class="state active">▸ ${escapeHtml(doingWords(a, now))}</span> <span class="muted">${escapeHtml(a.executor)}</span></li>`;
	});
	const others = besideAgents(report.dashboard).map((a) => `<li>${escapeHtml(activitySentence(a))} <span class="muted">for ${duration(now - a.since)}</span></li>`);
	return section("now", "At work now", [`<ul class="now">${[...rows, ...others].join("")}</ul>`]);
}

// src/milestone/view/html/style.ts
const LIGHT = {
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
	on: "#ffffff"
};
const DARK = {
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
	on: "#0f1215"
};
const STYLE = `
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
function variables(palette) {
	return Object.entries(palette).map(([name, colour]) => `--${name}: ${colour};`).join(" ");
}

// src/milestone/view/html/page.ts
/** Every part of a milestone's page that has something to say, in the order of the page. */
function pageParts(page) {
	const { report } = page;
	const made = ["made", madeSection(page)];
	const isOver = report.dashboard.timeline.endedAt !== null;
	const sections = [
		...isOver ? [made] : [],
		["graph", graphSection(report.dashboard)],
		["timeline", timeline(page)],
		["tasks", sectionHtml({
			id: "tasks",
			title: "Tasks",
			blocks: taskList(report.dashboard.tasks)
		})],
		...isOver ? [] : [made],
		["costs", sectionHtml(costs(report))],
		["blockers", sectionHtml(blockers(report))],
		["quality", sectionHtml(quality(report))],
		["performance", sectionHtml(performance(report))],
		["adherence", sectionHtml(adherence(report))],
		["advice", sectionHtml(recommendations(report))],
		["trail", report.history.record.events > 0 ? sectionHtml(trail(report)) : ""]
	].flatMap(([id, html]) => html ? [{
		id: `part-${id}`,
		html
	}] : []);
	return [...[
		["hero", hero(page)],
		["people", people(page)],
		["now", atWork(page)],
		["cards", cards(report)],
		["contents", contents(sections)]
	].flatMap(([id, html]) => html ? [{
		id: `part-${id}`,
		html
	}] : []), ...sections];
}
function contents(parts) {
	const links = parts.flatMap(({ html }) => {
		const found = /<h2 id="([a-z]+)">([^<]*)<\/h2>/.exec(html);
		return found ? [`<a href="#${found[1]}">${found[2]}</a>`] : [];
	});
	return links.length > 1 ? `<nav class="contents" aria-label="Contents">${links.join("")}</nav>` : "";
}
function timeline({ report: { spans, dashboard } }) {
	if (spans.length === 0) return "";
	const title = new Set(spans.flatMap((s) => s.task ?? [])).size > 40 ? `The newest ${40} of ${dashboard.counts.total} tasks` : "By task";
	return section("timeline", "Timeline", [
		PATTERN,
		GANTT_LEGEND,
		`<h3>${title}</h3>`,
		scroll("Timeline by task", taskGanttSvg(spans)),
		`<details data-key="by-agent"><summary>By agent</summary>${scroll("Timeline by agent", agentGanttSvg(spans))}</details>`
	]);
}
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

export { barHtml as a, toned as c, taskDrawer as i, pageParts as n, escapeCut as o, STYLE as r, escapeHtml as s, htmlReport as t };