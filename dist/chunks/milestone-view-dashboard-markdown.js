import { n as ROOT } from "./milestone-names.js";
import { C as dateTime, b as bar, ot as questionName, w as duration, x as clockTime, y as STATUS } from "./milestone-view-dashboard.js";
import { t as counted } from "./milestone-text-sanitise.js";
import { n as cut, o as fenced, r as escapeLine, t as codeSpan } from "./milestone-text-escape-markdown.js";
import { S as mermaidGraph, _ as GANTT_NOTE, d as taskWords, g as waitWords, h as usageWords, i as blockerWords, l as qualityWords, m as timeWords, n as approvalWords, o as gateName, r as blockedPlace, u as questionWords, y as mermaidGantt } from "./milestone-view-in-words.js";
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
	const row = (name, percent, words) => `| ${name} | ${percent === null ? "" : spanBar(percent, 20)} | ${words} |`;
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
/** A short list is shown whole; in a long one the finished tasks are folded away. */
const FOLD_ABOVE = 12;
function tasks(dashboard, detail) {
	const all = dashboard.tasks;
	if (all.length <= FOLD_ABOVE) return `### Tasks\n\n${taskTable(all)}`;
	const finished = all.filter((t) => t.phase === null);
	const open = all.filter((t) => t.phase !== null).sort(byUrgency);
	const parts = ["### Tasks"];
	if (open.length) parts.push(taskTable(open.slice(0, detail.rows)));
	if (open.length > detail.rows) parts.push(`and ${counted(open.length - detail.rows, "more task")} to come`);
	if (finished.length) {
		const summary = `${counted(finished.length, "finished task")}`;
		if (detail.finished) parts.push(`<details><summary>${summary}</summary>\n\n${taskTable(finished)}\n\n</details>`);
		else parts.push(`${summary} not listed here`);
	}
	return parts.join("\n\n");
}
const URGENCY = {
	blocked: 0,
	waiting_approval: 1,
	waiting_answer: 1,
	in_progress: 2,
	pending: 3,
	completed: 4,
	skipped: 4
};
function byUrgency(a, b) {
	return URGENCY[a.status] - URGENCY[b.status];
}
function taskTable(rows) {
	return [
		"| Task | Phase | Progress | Status |",
		"| --- | --- | --- | --- |",
		...rows.map((task) => {
			const { emoji, word } = STATUS[task.status];
			const name = task.title && task.title !== task.id ? `**${escapeLine(task.id)}** ${escapeLine(task.title, 80)}` : `**${escapeLine(task.id)}**`;
			const status = waitWords(task, (id) => escapeLine(id)) ?? word;
			return `| ${name} | ${task.phase ?? ""} | ${spanBar(task.percentage, 10)} ${task.percentage} % | ${emoji} ${status} |`;
		})
	].join("\n");
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

export { table as a, atLeast as c, RIGHT as i, summaryMarkdown as n, workTree as o, whoCounts as r, PERMISSIONS as s, dashboardMarkdown as t };