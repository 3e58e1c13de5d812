import { checkTemplate } from "../../milestone/brief/template.ts";
import { paths } from "../../milestone/names.ts";
import { PHASES } from "../../milestone/phase.ts";
import type { Oid, Repository } from "../ports.ts";
import type { Complaint } from "../refusal.ts";

/** Every variable in `.milestones/prompts/<phase>.md` that does not exist, before an agent would meet it. */
export async function checkPromptTemplates(repository: Repository, commit: Oid): Promise<Complaint[]> {
  const found = await Promise.all(
    PHASES.map(async phase => {
      const file = paths.prompt(phase);
      const text = (await repository.readFile(commit, file))?.toString("utf8") ?? "";
      return checkTemplate(text).map(({ line, message, remedy }) => ({ message, remedy, file, line }));
    }),
  );
  return found.flat();
}
