import { r as good } from "./github-answer.js";

// src/github/desired-state.ts
/** Which line of the log a text is made of. */
function versionOf(state) {
	return {
		session: state.session?.id ?? "",
		seq: state.seq
	};
}
/** Whether a text at `there` must be replaced by one of `wanted`: never by an older one of the same session. */
function isOlder(there, wanted) {
	return there.session !== wanted.session || there.seq < wanted.seq;
}
/**
* Whose markers are believed: the app's own, the Action's, and those of a login that writes with a person's token. Any
* other bot may repeat what somebody wrote.
*/
function isOurs(user, { login, appSlug, bots = [] }) {
	if (!user) return false;
	if (user.type !== "Bot") return login !== null && user.login === login;
	if (bots === "any") return true;
	return [appSlug, ACTION.appSlug].some((slug) => user.login === `${slug}[bot]`) || bots.includes(user.login);
}
/** The workflow's own token. */
const ACTION = {
	login: null,
	appSlug: "github-actions"
};

// src/github/issue-comments.ts
/** A comment as GitHub gives it, and whether it is ours. */
function commentNow(comment, self) {
	const { reactions } = comment;
	const user = comment.user ? {
		id: comment.user.id,
		login: comment.user.login,
		type: comment.user.type ?? ""
	} : null;
	return {
		id: comment.id,
		node: comment.node_id,
		body: comment.body ?? "",
		user,
		ours: isOurs(user, self),
		createdAt: comment.created_at,
		viaApp: Boolean(comment.performed_via_github_app),
		reactions: {
			eyes: reactions?.eyes ?? 0,
			rocket: reactions?.rocket ?? 0,
			down: reactions?.["-1"] ?? 0
		}
	};
}
/** All comments of an issue or pull request, oldest first. */
async function readComments(repository, number, self) {
	const answer = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { issue_number: number });
	return answer.ok ? good(answer.value.map((comment) => commentNow(comment, self))) : answer;
}
/** Writes a comment once: after a lost answer the newest comments are searched for the same body. */
async function createComment(repository, number, body, self) {
	const answer = await repository.write("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
		issue_number: number,
		body
	}, async () => {
		const there = await repository.readAll("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { issue_number: number });
		if (!there.ok) return there;
		return good(there.value.findLast((comment) => comment.body?.trim() === body.trim()) ?? null);
	});
	return answer.ok ? good(commentNow(answer.value.data, self)) : answer;
}
/** Replaces the text of a comment of ours. */
async function updateComment(repository, id, body) {
	const answer = await repository.write("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
		comment_id: id,
		body
	}, "repeatable");
	return answer.ok ? good(null) : answer;
}
/** Folds a comment to a line that says why ("resolved"), or shows it whole again. */
async function foldComment(repository, node, fold) {
	const answer = await repository.api.mutate(fold ? FOLD : UNFOLD, { id: node });
	return answer.ok ? good(null) : answer;
}
const FOLD = `mutation fold($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: RESOLVED }) { minimizedComment { isMinimized } }
}`;
const UNFOLD = `mutation unfold($id: ID!) {
  unminimizeComment(input: { subjectId: $id }) { unminimizedComment { isMinimized } }
}`;
/** Deletes a comment; one that is gone already is as good. */
async function deleteComment(repository, id) {
	const answer = await repository.write("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: id }, "repeatable");
	return answer.ok || answer.failure.kind === "not_found" ? good(null) : answer;
}
/** GitHub answers for at most so many at once. */
const NODES = 100;
/**
* Who edited these comments and reviews, by GitHub's own record. The times of the REST API do not tell: they are whole
* seconds, and `updated_at` also moves when GitHub itself touches a comment. One that GitHub does not know any more is
* missing in the answer.
*/
async function readEditors(repository, nodes) {
	const found = /* @__PURE__ */ new Map();
	for (let at = 0; at < nodes.length; at += NODES) {
		const answer = await repository.api.graphql(EDITS, { ids: nodes.slice(at, at + NODES) });
		if (!answer.ok) return answer;
		for (const node of answer.value.nodes ?? []) {
			if (!node?.id) continue;
			const edited = node.lastEditedAt !== null || node.editor !== null;
			found.set(node.id, edited ? {
				login: node.editor?.login ?? null,
				at: node.lastEditedAt ?? ""
			} : null);
		}
	}
	return good(found);
}
const EDITS = `query edits($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Comment { id lastEditedAt editor { login } } }
}`;

export { readEditors as a, isOlder as c, readComments as i, isOurs as l, deleteComment as n, updateComment as o, foldComment as r, ACTION as s, createComment as t, versionOf as u };