/** GitHub's limits on what is written, from its API description and error messages. */

/** Characters of a body of an issue, pull request or comment (65,536 is refused as too long in some places). */
export const BODY_LIMIT = 65_000;
/** Characters of a release's notes. */
export const RELEASE_LIMIT = 125_000;
/** Characters of a check run's summary. */
export const SUMMARY_LIMIT = 65_000;
export const ANNOTATION_LIMIT = 50;
/** Requested reviewers in one request. */
export const REVIEWER_LIMIT = 15;
/** Blocker issues made for one milestone within an hour; more stand in the dashboard only. */
export const ISSUES_PER_HOUR = 20;
/** An issue's text is rewritten, or the issue reopened, at most this often. */
export const ISSUE_REST_MS = 60_000;
