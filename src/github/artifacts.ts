import { createHash } from "node:crypto";
import { type Answer, good } from "./answer.ts";
import type { GitHubRepository } from "./github-repository.ts";

/** What a workflow run left under a name: a zip file as it was uploaded, or why there is none. */
export type Artifact = { kind: "there"; archive: Buffer } | { kind: "none"; problem?: string };

/**
 * Reads a run's newest artifact of that name. GitHub names a place that holds for a minute, where no token is shown; its
 * digest is compared with the one that was told at the upload.
 * @param most bytes that are taken at the most
 */
export async function readArtifact(
  repository: GitHubRepository,
  { run, name, most }: { run: number; name: string; most: number },
): Promise<Answer<Artifact>> {
  const listed = await repository.read("GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts", {
    run_id: run,
    name,
    per_page: 100,
  });
  if (!listed.ok) return listed.failure.kind === "not_found" ? good({ kind: "none" }) : listed;
  // A run that was run again has one of each time.
  const [newest] = listed.value.artifacts.filter(each => each.name === name).sort((a, b) => b.id - a.id);
  if (!newest) return good({ kind: "none" });
  const none = (problem: string): Answer<Artifact> => good({ kind: "none", problem });
  if (newest.expired) return none("its artifact has expired");
  if (newest.size_in_bytes > most)
    return none(`its artifact has ${newest.size_in_bytes} bytes, more than ${most}`);
  const got = await repository.read(
    "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
    { artifact_id: newest.id, archive_format: "zip" },
  );
  if (!got.ok) {
    const { kind } = got.failure;
    return kind === "not_found" ? none("its artifact has expired") : got;
  }
  const body: unknown = got.value;
  if (!(body instanceof ArrayBuffer)) return none("its artifact is no archive");
  const archive = Buffer.from(body);
  const digest = `sha256:${createHash("sha256").update(archive).digest("hex")}`;
  if (newest.digest && newest.digest !== digest)
    return none("its artifact is not what was uploaded (another digest)");
  return good({ kind: "there", archive });
}
