import { type Answer, good } from "./answer.ts";
import { checkName } from "./check.ts";
import type { Self } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { createComment, readComments } from "./issue-comments.ts";
import { ANNOTATION_LIMIT } from "./limits.ts";
import { readMarker, writeMarker } from "./marker.ts";
import { readPull } from "./pull.ts";
import type { PlanProblem } from "./read-state.ts";
import { text } from "./text.ts";

export interface BadFile {
  repository: GitHubRepository;
  milestone: string;
  head: string;
  base: string;
  findings: PlanProblem[];
  self: Self;
}

/** A milestone that cannot be read: one failed check run on the commit, and one comment on its pull request. */
export async function syncBadFile(input: BadFile): Promise<Answer<null>> {
  const checked = await checkRun(input);
  if (!checked.ok) return checked;
  const { repository, milestone, findings, self } = input;
  const pull = await readPull(repository, milestone);
  if (!pull.ok) return pull;
  if (!pull.value?.open) return good(null);
  const comments = await readComments(repository, pull.value.number, self);
  if (!comments.ok) return comments;
  const key = "unreadable";
  const told = comments.value.some(comment => {
    const marker = comment.ours ? readMarker(comment.body) : null;
    return marker?.kind === "notice" && marker.milestone === milestone && marker.key === key;
  });
  if (told) return good(null);
  const marker = writeMarker({ kind: "notice", milestone, key });
  const body = `${marker}\n${text.badFile.body(milestone, findings.map(line))}`;
  const written = await createComment(repository, pull.value.number, body, self);
  return written.ok ? good(null) : written;
}

const line = ({ file, line: at, message }: PlanProblem) => `${file}:${at}: ${message}`;

async function checkRun(input: BadFile): Promise<Answer<null>> {
  const { repository, milestone, head, findings, self } = input;
  const name = checkName(milestone);
  const externalId = `${milestone}:unreadable`;
  const find = async () => {
    const there = await repository.read("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
      ref: head,
      check_name: name,
      per_page: 100,
    });
    if (!there.ok) return there;
    const own = there.value.check_runs.find(
      r => r.app?.slug === self.appSlug && r.external_id === externalId,
    );
    return good(own ?? null);
  };
  const there = await find();
  if (!there.ok || there.value) return there.ok ? good(null) : there;
  const written = await repository.write(
    "POST /repos/{owner}/{repo}/check-runs",
    {
      name,
      head_sha: head,
      external_id: externalId,
      status: "completed",
      conclusion: "failure",
      output: {
        title: text.badFile.title(milestone).slice(0, 250),
        summary: text.badFile.body(milestone, findings.map(line)),
        annotations: findings.slice(0, ANNOTATION_LIMIT).map(annotation),
      },
    },
    find,
  );
  return written.ok ? good(null) : written;
}

function annotation({ file, line: at, message }: PlanProblem) {
  return {
    path: file,
    start_line: at,
    end_line: at,
    annotation_level: "failure" as const,
    message: message.slice(0, 4_000),
  };
}
