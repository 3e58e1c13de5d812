import { n as ROOT } from "./milestone-names.js";
import { D as duration, E as dateTime, S as bar, mt as questionName, w as clockTime, x as STATUS } from "./milestone-view-dashboard.js";
import { t as counted } from "./milestone-text-sanitise.js";
import { n as cut, o as fenced, r as escapeLine, t as codeSpan } from "./milestone-text-escape-markdown.js";
import { A as filled, L as spansOf, _ as usageWords, a as blockerWords, c as gateName, d as qualityWords, f as questionWords, g as timeWords, i as blockedPlace, j as isEmpty, p as taskWords, r as approvalWords, t as taskList, w as mermaidGraph, x as mermaidGantt, y as GANTT_NOTE } from "./milestone-view-task-table.js";
import { createHash } from "node:crypto";

// src/milestone/approval/candidate.ts
/** GitHub's levels, lowest first. */
const PERMISSIONS = [
	"none",
	"read",
	"triage",
	"write",
	"maintain",
	"admin"
];
/** Whether a permission is as high as what is needed; null, unknown, never is. */
function atLeast(permission, needed) {
	return permission !== null && PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(needed);
}

// src/milestone/approval/work-tree.ts
/**
* One name for the work that a commit holds: everything but the state that the engine keeps beside it, and the
* milestone's deliverables (null: it has none). Two commits with the same name hold the same bytes, so that an approval
* of the one is an approval of the other.
*/
function workTree(root, deliverables) {
	const hash = createHash("sha256");
	const entries = root.filter(({ name }) => name !== ROOT).sort((a, b) => a.name < b.name ? -1 : 1);
	for (const { name, mode, oid } of entries) hash.update(`${mode.toString(8)} ${oid} ${name}\0`);
	return hash.update(`deliverables ${deliverables}`).digest("hex");
}

// src/milestone/view/markdown-table.ts
/** A markdown table; cells are made inert by the caller. `align` holds a rule for each column that is not plain. */
function table(head, rows, align = []) {
	const line = (cells) => `| ${cells.join(" | ")} |`;
	return [
		line(head),
		line(head.map((_, i) => align[i] ?? "---")),
		...rows.map(line)
	].join("\n");
}
const RIGHT = "---:";

// src/milestone/approval/who-counts.ts
/**
* Whether this person's word moves the gate: never a bot, an app or an author of the work; a listed approver or member
* of a listed team, or, where none is listed, anyone who may write. Whatever could not be found out counts as no.
*/
function whoCounts(candidate, policy, authors) {
	const { user, viaApp, permission } = candidate;
	if (user.type !== "User" || viaApp || user.login.toLowerCase().endsWith("[bot]")) return {
		code: "not_a_person",
		reason: "bots and apps never approve or reject a gate"
	};
	if (authors.some((author) => author.id === user.id)) return {
		code: "author",
		reason: "whoever wrote part of the work by hand cannot decide on it"
	};
	if (permission === null) return {
		code: "permission_unknown",
		reason: "GitHub could not say what this person may do, so it does not count"
	};
	if (policy.approvers.length > 0) {
		if (!isListed(candidate, policy.approvers)) return {
			code: "not_an_approver",
			reason: `this gate is decided by ${policy.approvers.join(", ")}`
		};
	}
	const needed = policy.approvers.length > 0 && policy.permission || "write";
	if (atLeast(permission, needed)) return null;
	return {
		code: "no_write_permission",
		reason: `deciding on this gate needs ${needed} permission; this person has ${permission}${policy.approvers.length > 0 ? "; approver_permission in .github/milestone.yml lowers it" : ""}`
	};
}
function isListed({ user, teams }, approvers) {
	const login = user.login.toLowerCase();
	const memberOf = teams.map((team) => team.toLowerCase());
	return approvers.some((approver) => {
		const name = approver.replace(/^@/, "").toLowerCase();
		return name.includes("/") ? memberOf.includes(name) : name === login;
	});
}

// src/milestone/view/blocks-markdown.ts
/** A numbered section as GitHub's Markdown. */
function sectionMarkdown({ title, blocks }, number) {
	return [`## ${number}. ${escapeLine(title)}`, ...rendered(blocks, 3)].join("\n\n");
}
function blocksMarkdown(blocks) {
	return rendered(blocks, 4).join("\n\n");
}
function rendered(blocks, level) {
	return blocks.map((block) => blockMarkdown(block, level)).filter(Boolean);
}
function blockMarkdown(block, level) {
	switch (block.kind) {
		case "paragraph": return wordsMarkdown(block.words);
		case "absent": return escapeLine(block.text);
		case "facts": return block.rows.filter(([, value]) => !isEmpty(value)).map(([name, value]) => `- ${escapeLine(name)}: ${wordsMarkdown(value)}`).join("\n");
		case "list": return listMarkdown(block.items);
		case "table": return block.rows.length > 0 ? tableMarkdown(block) : "";
		case "part": {
			const inner = rendered(block.blocks, level + 1);
			return inner.length > 0 ? [`${"#".repeat(level)} ${escapeLine(block.title)}`, ...inner].join("\n\n") : "";
		}
		case "folded": {
			const inner = rendered(block.blocks, level);
			if (inner.length === 0) return "";
			return `<details><summary>${escapeLine(block.summary)}</summary>\n\n${inner.join("\n\n")}\n\n</details>`;
		}
	}
}
/** Where programs are quoted, each item is a paragraph: a fence inside of a list is easily lost. */
function listMarkdown(all) {
	if (!all.some((item) => item.output)) return all.map(({ words }) => `- ${wordsMarkdown(words)}`).join("\n");
	return all.map(({ words, output }) => wordsMarkdown(words) + (output ? `\n\n${fenced(output)}` : "")).join("\n\n");
}
function tableMarkdown(shown) {
	const { columns, rows } = filled(shown);
	return table(columns.map((column) => escapeLine(column.title)), rows.map((row) => row.map((cell) => wordsMarkdown(cell))), columns.map((column) => column.number ? RIGHT : "---"));
}
function wordsMarkdown(words) {
	return spansOf(words).map(spanMarkdown).join("");
}
function spanMarkdown(span) {
	if (typeof span === "string") return textMarkdown(span);
	if ("code" in span) return codeSpan(span.code);
	if ("strong" in span) return `**${wordsMarkdown(span.strong)}**`;
	if ("quiet" in span) return wordsMarkdown(span.quiet);
	if ("task" in span) return escapeLine(span.text ?? span.task);
	if ("status" in span) return `${STATUS[span.status].emoji} ${STATUS[span.status].word}`;
	if ("percent" in span) return `\`${bar(span.percent, 10)}\` ${span.percent} %`;
	if ("lines" in span) return span.lines.filter((line) => !isEmpty(line)).map(wordsMarkdown).join(" · ");
	return textMarkdown(span.text, "most" in span ? span.most : void 0);
}
/** Spaces at the ends stand between it and its neighbours. */
function textMarkdown(text, most) {
	const [before, after] = [text.startsWith(" ") ? " " : "", text.length > 1 && text.endsWith(" ") ? " " : ""];
	return before + escapeLine(text, most) + after;
}

// src/milestone/view/dashboard-markdown.ts
/** GitHub takes 65,535 characters for a body and a check's summary. */
const BODY_BYTES = 65535;
/** GitHub drops a step's summary above 1 MiB. */
const SUMMARY_BYTES = 1048576;
const DETAILS = [
	{
		gantt: true,
		finished: true,
		rows: 1e4,
		evidence: true,
		graph: true
	},
	{
		gantt: false,
		finished: true,
		rows: 1e4,
		evidence: true,
		graph: true
	},
	{
		gantt: false,
		finished: false,
		rows: 1e4,
		evidence: true,
		graph: true
	},
	{
		gantt: false,
		finished: false,
		rows: 200,
		evidence: false,
		graph: true
	},
	{
		gantt: false,
		finished: false,
		rows: 40,
		evidence: false,
		graph: true
	},
	{
		gantt: false,
		finished: false,
		rows: 40,
		evidence: false,
		graph: false
	}
];
/** The dashboard as GitHub markdown that fits its place. Everything agents or people wrote in it is inert. */
function dashboardMarkdown(dashboard, options = {}) {
	const limit = options.limit ?? 65535;
	let text = "";
	for (const detail of DETAILS) {
		text = render(dashboard, detail, options.gantt ?? null);
		if (Buffer.byteLength(text) <= limit) return text;
	}
	return cutBytes(text, limit);
}
/** The same as a job's summary, where there is room for the agents' time as well. */
function summaryMarkdown(dashboard, plan, history) {
	const now = dashboard.timeline.endedAt ?? dashboard.now;
	return dashboardMarkdown(dashboard, {
		limit: SUMMARY_BYTES,
		gantt: mermaidGantt({
			plan,
			history,
			now
		})
	});
}
function cutBytes(text, limit) {
	let most = Math.min(text.length, limit);
	let short = cut(text, most);
	for (let over = Buffer.byteLength(short) - limit; over > 0; over = Buffer.byteLength(short) - limit) {
		most = Math.max(0, most - over);
		short = cut(text, most);
	}
	return short;
}
function render(dashboard, detail, gantt) {
	const graph = detail.graph ? mermaidGraph(dashboard) : null;
	return [
		heading(dashboard),
		bars(dashboard),
		needsPeople(dashboard, detail),
		agents(dashboard),
		graph ? `### Graph\n\n${fenced(graph, { info: "mermaid" })}${criticalNote(dashboard)}` : "",
		tasks(dashboard, detail),
		detail.gantt && gantt ? `### Timeline\n\n${fenced(gantt, { info: "mermaid" })}\n\n<sub>${GANTT_NOTE}</sub>` : "",
		events(dashboard),
		foot(dashboard)
	].filter(Boolean).join("\n\n").concat("\n");
}
function criticalNote(dashboard) {
	const [first] = dashboard.criticalPath;
	return first === void 0 ? "" : "\n\n<sub>Thick arrows and borders: the critical path of what is left.</sub>";
}
function heading(dashboard) {
	const { emoji, word } = STATUS[dashboard.status];
	const reason = dashboard.session?.reason ? `: ${escapeLine(dashboard.session.reason)}` : "";
	return `## ${escapeLine(dashboard.milestone.title)}\n\n${emoji} **${word}**${reason}`;
}
function bars(dashboard) {
	const { timeline, quality } = dashboard;
	const row = (name, percent, words) => `| ${name} | ${percent === null ? "" : spanBar(percent, 10)} | ${words} |`;
	const time = timeline.leftPercent === null ? null : Math.max(0, timeline.leftPercent);
	return [
		row("Progress", dashboard.percentage, `${dashboard.percentage} % · ${taskWords(dashboard)}`),
		"| :-- | :-- | :-- |",
		row(time === null ? "**Time**" : "**Time left**", time, timeWords(dashboard)),
		row("**Quality**", quality.percentage, qualityWords(dashboard)),
		...dashboard.phases.map((p) => row(p.phase, p.percentage, `${p.percentage} % · ${p.finished}/${p.total} finished`))
	].join("\n");
}
const spanBar = (percent, width) => `\`${bar(percent, width)}\``;
function needsPeople(dashboard, detail) {
	const { approvals, blockers, questions, now } = dashboard;
	if (approvals.length + blockers.length + questions.length === 0) return "";
	const lines = [
		...blockers.slice(0, 50).map((blocker) => {
			const commands = blocker.proposals.map((p) => `\n  - ${codeSpan(p.command)} ${escapeLine(p.why)}`).join("");
			const evidence = detail.evidence && blocker.evidence ? `\n\n  <details><summary>Evidence</summary>\n\n${indent(fenced(blocker.evidence, {
				limit: 2e3,
				keep: "end"
			}))}\n\n  </details>\n` : "";
			return `- 🔴 **${escapeLine(blockedPlace(blocker))}** ${escapeLine(blockerWords(blocker, now))}${commands}${evidence}`;
		}),
		...approvals.slice(0, 50).map((approval) => {
			const criteria = approval.criteria.length ? ` Criteria: ${approval.criteria.map((c) => escapeLine(c)).join(", ")}.` : "";
			return `- 🟡 **${escapeLine(gateName(approval))}** ${escapeLine(approvalWords(approval, now))}.${criteria}`;
		}),
		...questions.slice(0, 50).map((question) => {
			const options = question.options.map((option, i) => `\n  ${i + 1}. ${escapeLine(option)}${option === question.default ? " (default)" : ""}`).join("");
			const command = `\n  - ${codeSpan(question.command)}`;
			return `- 🟡 **${escapeLine(questionName(question))}** ${escapeLine(questionWords(question, now))}${options}${command}`;
		})
	];
	const left = [
		approvals,
		blockers,
		questions
	].reduce((sum, { length }) => sum + Math.max(0, length - 50), 0);
	if (left) lines.push(`- and ${left} more`);
	return `### Needs a person\n\n${lines.join("\n")}`;
}
const indent = (text) => text.replace(/^/gm, "  ");
function agents({ agents: working, now }) {
	if (working.length === 0) return "";
	return `### Agents at work\n\n| Agent | Works on | Executor | For |\n| ---: | --- | --- | ---: |\n${working.map((a) => {
		const again = a.attempt > 1 ? ` (attempt ${a.attempt})` : "";
		return `| ${a.slot ?? ""} | ${escapeLine(`${a.task}/${a.phase}`)}${again} | ${escapeLine(a.executor)} | ${duration(now - a.since)} |`;
	}).join("\n")}`;
}
function tasks(dashboard, { rows, finished }) {
	return `### Tasks\n\n${blocksMarkdown(taskList(dashboard.tasks, {
		open: rows,
		finished
	}))}`;
}
function events(dashboard) {
	if (dashboard.events.length === 0) return "";
	return `### Last events\n\n${[...dashboard.events].reverse().map((e) => `- \`${clockTime(e.at)}\` ${escapeLine(e.text)}`).join("\n")}`;
}
function foot(dashboard) {
	const { session } = dashboard;
	return `<sub>${[
		session ? `Session ${codeSpan(session.id)}` : "",
		session ? `${session.strategy}, ${counted(session.agents, "agent")}` : "",
		dashboard.usage.attempts ? usageWords(dashboard) : "",
		`as of ${dateTime(dashboard.now)}`
	].filter(Boolean).join(" · ")}</sub>`;
}

export { table as a, atLeast as c, whoCounts as i, summaryMarkdown as n, workTree as o, sectionMarkdown as r, PERMISSIONS as s, dashboardMarkdown as t };