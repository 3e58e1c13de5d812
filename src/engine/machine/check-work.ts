import { checkDeliverables } from "../deliverable/check-deliverables.ts";
import { findSecrets } from "../output/find-secrets.ts";
import type { Redactor } from "../output/redact.ts";
import type { Finding, Repository, Runner } from "../ports.ts";

/** Checks what an attempt left: every deliverable, and that no file holds a secret. */
export async function checkWork(
  options: { repository: Repository; redactor: Redactor },
  { phase, folder, files, workspace }: Parameters<Runner["check"]>[0],
): Promise<Finding[]> {
  const byPath = new Map(files.map(file => [file.path, file]));
  const atBase = async (path: string): Promise<Buffer | null> =>
    workspace.commit ? options.repository.readFile(workspace.commit, path) : null;
  const read = async (path: string): Promise<Buffer | null> => {
    const file = byPath.get(path);
    if (!file) return atBase(path);
    return "content" in file && file.mode !== "120000" ? file.content : null;
  };
  const delivered = await checkDeliverables({
    deliverables: phase.deliverables,
    files: path => read(`${folder}/${path}`),
    listFolder: async () =>
      files
        .filter(f => "content" in f && f.path.startsWith(`${folder}/`))
        .map(f => f.path.slice(folder.length + 1)),
    changedPaths: files.map(f => f.path),
    readSchema: async path => (await read(path))?.toString("utf8") ?? null,
  });
  const findings: Finding[] = delivered.map(({ path, message }) => ({ path, message }));
  for (const file of files) {
    if (!("content" in file)) continue;
    const [secret] = findSecrets(file.content, options.redactor, (await atBase(file.path)) ?? undefined);
    if (!secret) continue;
    const message = `line ${secret.line} holds what looks like a secret (${secret.kind}), so nothing is committed; remove it and read it from the environment instead`;
    findings.push({ path: file.path, message });
  }
  return findings;
}
