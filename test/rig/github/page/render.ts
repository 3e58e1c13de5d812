/** One repository's pull requests, issues, checks and runs as one page of HTML. */
import type {
  CheckRun,
  Comment,
  Issue,
  Label,
  PullRequest,
  Repository,
  Review,
  Run,
  User,
} from "../state/model.ts";
import { fullName, pulls, type World } from "../state/world.ts";
import { escapeHtml, renderMarkdown } from "./markdown.ts";
import { style } from "./style.ts";

const emojis: { [content: string]: string } = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  hooray: "🎉",
  confused: "😕",
  heart: "❤️",
  rocket: "🚀",
  eyes: "👀",
};

export function renderPage(world: World): string {
  const repositories = [...world.repositories.values()];
  const names = repositories.map(fullName).join(", ");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src data:; font-src data:">
<title>${escapeHtml(names)}</title><style>${style}</style></head>
<body>${repositories.map(repositoryPart).join("")}
<script src="/_assets/mermaid.js"></script>
<script>
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: dark ? "dark" : "default" });
  mermaid.run().then(() => document.body.dataset.ready = "true", error => document.body.dataset.ready = String(error));
</script></body></html>
`;
}

function repositoryPart(repository: Repository): string {
  const requests = pulls(repository);
  const issues = [...repository.issues.values()].filter(issue => !issue.pull);
  const links = [
    ...requests.map(each => `<a href="#pull-${each.number}">Pull request #${each.number}</a>`),
    `<a href="#issues">Issues ${issues.length}</a>`,
    `<a href="#runs">Runs ${repository.runs.size}</a>`,
  ];
  return `<header class="top"><strong>${escapeHtml(fullName(repository))}</strong><nav>${links.join("")}</nav></header>
<main>${requests.map(each => pullPart(repository, each)).join("")}
<h2 class="section" id="issues">Issues</h2>${issues.map(each => issuePart(repository, each)).join("") || nothing}
<h2 class="section" id="runs">Workflow runs</h2>${rows([...repository.runs.values()].reverse().map(runRow))}</main>`;
}

const nothing = '<p class="soft">Nothing here.</p>';
const rows = (items: string[]): string =>
  items.length > 0 ? `<div class="rows">${items.join("")}</div>` : nothing;
const markdown = (text: string | null): string =>
  text?.trim()
    ? `<div class="markdown">${renderMarkdown(text)}</div>`
    : '<p class="soft"><em>No description.</em></p>';

function labelPart({ name, color }: Label): string {
  return `<span class="label" style="background:#${escapeHtml(color)}33;border-color:#${escapeHtml(color)}66">${escapeHtml(name)}</span>`;
}

function avatar(user: User): string {
  return `<div class="avatar${user.type === "Bot" ? " bot" : ""}">${escapeHtml(user.login.slice(0, 2).toUpperCase())}</div>`;
}

/** An entry of a conversation. `by` and the rest are HTML already. */
function entry(
  user: User,
  options: { what: string; at: string; body: string; below?: string; id: string },
): string {
  const { what, at, body, below = "", id } = options;
  const bot = user.type === "Bot" ? '<span class="label">bot</span>' : "";
  const head = `<strong>${escapeHtml(user.login)}</strong>${bot} ${what} <span>${escapeHtml(at.replace("T", " ").replace("Z", " UTC"))}</span>`;
  return `<div class="entry" id="${id}">${avatar(user)}<div class="card"><div class="head">${head}</div>
<div class="body">${body}</div>${below}</div></div>`;
}

function stateBadge(issue: Issue): string {
  const [kind, text] = issue.pull ? pullState(issue as PullRequest) : issueState(issue);
  return `<span class="state ${kind}">${text}</span>`;
}

function pullState({ pull, state }: PullRequest): [string, string] {
  if (pull.mergedAt) return ["merged", "Merged"];
  if (state === "closed") return ["closed", "Closed"];
  return pull.draft ? ["draft", "Draft"] : ["open", "Open"];
}

function issueState({ state, stateReason }: Issue): [string, string] {
  if (state === "open") return ["open", stateReason === "reopened" ? "Open (reopened)" : "Open"];
  return stateReason === "not_planned" ? ["grey", "Closed as not planned"] : ["done", "Closed as completed"];
}

function heading(issue: Issue, more: string): string {
  const labels = issue.labels.map(labelPart).join("");
  const assignees = issue.assignees
    .map(user => `assigned to <strong>${escapeHtml(user.login)}</strong>`)
    .join(", ");
  return `<h1 class="title">${escapeHtml(issue.title)} <span class="number">#${issue.number}</span></h1>
<div class="meta">${stateBadge(issue)}${more}${labels}${assignees}</div>`;
}

function pullPart(repository: Repository, request: PullRequest): string {
  const { pull } = request;
  const between = `<span class="branch">${escapeHtml(pull.base)}</span> ← <span class="branch">${escapeHtml(pull.head)}</span>`;
  const asked = [
    ...pull.requestedUsers.map(user => user.login),
    ...pull.requestedTeams.map(team => team.slug),
  ];
  const reviewers = asked.length > 0 ? `<span>review requested: ${escapeHtml(asked.join(", "))}</span>` : "";
  const talk = [
    ...commentsOf(repository, request).map(each => ({
      at: each.createdAt,
      id: each.id,
      html: commentPart(each),
    })),
    ...pull.reviews.map(each => ({ at: each.submittedAt, id: each.id, html: reviewPart(each) })),
  ].sort((a, b) => (a.at === b.at ? a.id - b.id : a.at < b.at ? -1 : 1));
  const checks = [...repository.checks.values()].filter(each => each.headSha === pull.headSha).reverse();
  return `<section id="pull-${request.number}">${heading(request, between + reviewers)}
${entry(request.user, { what: "opened this pull request", at: request.createdAt, body: markdown(request.body), id: `issue-${request.number}` })}
${talk.map(each => each.html).join("")}
<h2 class="section">Checks on <span class="branch">${pull.headSha.slice(0, 7)}</span></h2>${rows(checks.map(checkRow))}</section>`;
}

const commentsOf = (repository: Repository, issue: Issue): Comment[] =>
  [...repository.comments.values()].filter(comment => comment.issue === issue.number);

function commentPart(comment: Comment): string {
  const counts = new Map<string, string[]>();
  for (const { content, user } of comment.reactions)
    counts.set(content, [...(counts.get(content) ?? []), user.login]);
  const shown = [...counts].map(
    ([content, who]) => `<span title="${escapeHtml(who.join(", "))}">${emojis[content]} ${who.length}</span>`,
  );
  const below = shown.length > 0 ? `<div class="reactions">${shown.join("")}</div>` : "";
  const what = comment.updatedAt === comment.createdAt ? "commented" : "commented (edited)";
  return entry(comment.user, {
    what,
    at: comment.createdAt,
    body: markdown(comment.body),
    below,
    id: `issuecomment-${comment.id}`,
  });
}

function reviewPart(review: Review): string {
  const words: { [state: string]: [string, string] } = {
    APPROVED: ["success", "approved these changes"],
    CHANGES_REQUESTED: ["failure", "requested changes"],
    COMMENTED: ["grey", "reviewed"],
    DISMISSED: ["grey", "reviewed (dismissed)"],
    PENDING: ["grey", "started a review"],
  };
  const [kind, text] = words[review.state]!;
  const lines = review.comments.map(
    each =>
      `<div class="lines"><div class="where">${escapeHtml(each.path)}${each.line ? `:${each.line}` : ""}</div>${markdown(each.body)}</div>`,
  );
  const what = `<span class="state ${kind}">${text}</span> at <span class="branch">${review.commitId.slice(0, 7)}</span>`;
  const body = review.body ? markdown(review.body) : '<span class="soft">No words.</span>';
  return entry(review.user, {
    what,
    at: review.submittedAt,
    body,
    below: lines.join(""),
    id: `pullrequestreview-${review.id}`,
  });
}

function issuePart(repository: Repository, issue: Issue): string {
  return `<section id="issue-${issue.number}">${heading(issue, "")}
${entry(issue.user, { what: "opened this issue", at: issue.createdAt, body: markdown(issue.body), id: `top-${issue.number}` })}
${commentsOf(repository, issue).map(commentPart).join("")}</section>`;
}

function dotOf(status: string, conclusion: string | null): string {
  if (status !== "completed") return status === "in_progress" ? "running" : "grey";
  if (conclusion === "success") return "success";
  if (conclusion === "action_required") return "waiting";
  return conclusion === "failure" || conclusion === "timed_out" ? "failure" : "grey";
}

function checkRow(check: CheckRun): string {
  const { title, summary, text } = check.output;
  const buttons =
    check.status === "completed"
      ? check.actions.map(
          each =>
            `<span class="button" title="${escapeHtml(each.description)}">${escapeHtml(each.label)}</span>`,
        )
      : [];
  const row = `<span class="dot ${dotOf(check.status, check.conclusion)}"></span><strong>${escapeHtml(check.name)}</strong>
<span>${escapeHtml(title ?? "")}</span><span class="soft">${escapeHtml((check.conclusion ?? check.status).replaceAll("_", " "))} · ${escapeHtml(check.app.slug)}</span>`;
  return `<details open id="check-${check.id}"><summary>${row}</summary><div class="buttons">${buttons.join("")}</div>${markdown(summary)}${text ? markdown(text) : ""}</details>`;
}

function runRow(run: Run): string {
  const inputs = Object.entries(run.inputs).map(([name, value]) => `${name}=${value}`);
  return `<div class="row" id="run-${run.id}"><span class="dot ${dotOf(run.status, run.conclusion)}"></span><strong>${escapeHtml(run.workflowName)} #${run.number}</strong>
<span class="soft">${escapeHtml(run.event)} by ${escapeHtml(run.actor.login)} · ${escapeHtml(run.conclusion ?? run.status)}</span><code>${escapeHtml(inputs.join(" "))}</code></div>`;
}
