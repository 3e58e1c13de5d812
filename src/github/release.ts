import { type Answer, good } from "./answer.ts";
import type { Data } from "./api.ts";
import { RELEASE_LIMIT } from "./limits.ts";
import type { Repository } from "./repository.ts";

export interface ReleaseDraft {
  tag: string;
  title: string;
  notes: string;
}

type Release = Data<"POST /repos/{owner}/{repo}/releases">;

/** Drafts older than these many pages of a hundred releases are taken for none. */
const PAGES = 3;

/**
 * Makes a draft release with the report as its notes; publishing it is a person's decision. One that stands for the tag
 * already, draft or not, is left as it is: a person may have edited it. Answers its page.
 */
export async function draftRelease(repository: Repository, draft: ReleaseDraft): Promise<Answer<string>> {
  const there = await releaseOf(repository, draft.tag);
  if (!there.ok) return there;
  if (there.value) return good(there.value.html_url);
  const { tag, title, notes } = draft;
  const written = await repository.write(
    "POST /repos/{owner}/{repo}/releases",
    { tag_name: tag, name: title, body: cut(notes), draft: true },
    () => releaseOf(repository, tag),
  );
  return written.ok ? good(written.value.data.html_url) : written;
}

/** GitHub shows drafts in the list alone, and only to who may write. */
async function releaseOf(repository: Repository, tag: string): Promise<Answer<Release | null>> {
  const all = await repository.readAll("GET /repos/{owner}/{repo}/releases", {}, PAGES);
  return all.ok ? good(all.value.find(release => release.tag_name === tag) ?? null) : all;
}

function cut(notes: string): string {
  if (notes.length <= RELEASE_LIMIT) return notes;
  const end = "\n\nThe rest stands in the report on the milestone's branch.\n";
  return notes.slice(0, notes.lastIndexOf("\n", RELEASE_LIMIT - end.length)) + end;
}
