import { ROOT } from "../milestone/names.ts";
import { codeSpan, escapeLine } from "../milestone/text/escape-markdown.ts";
import { counted } from "../milestone/text/sanitise.ts";
import { table } from "../milestone/view/blocks-markdown.ts";
import { type Answer, good } from "./answer.ts";
import type { DesiredState, Product, ProductFile } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";

/** GitHub's own bound on the files of a comparison. */
const FILES = 300;
const ROWS = 40;
const FILES_A_ROW = 4;
/** More tasks than these are folded. */
const OPEN_ROWS = 6;

/** The product's part of what git told, cut as GitHub cuts it. */
export function productOf(all: readonly ProductFile[]): Product {
  const files = all.slice(0, FILES).filter(({ path }) => !path.startsWith(`${ROOT}/`));
  return { files, isCut: all.length >= FILES };
}

export async function readProduct(
  repository: GitHubRepository,
  { base, head, product }: Pick<DesiredState, "base" | "head" | "product">,
): Promise<Answer<Product>> {
  const here = await product?.();
  if (here) return good(here);
  const answer = await repository.read("GET /repos/{owner}/{repo}/compare/{basehead}", {
    basehead: `${base}...${head}`,
    per_page: 1,
  });
  if (!answer.ok) return answer;
  const all = answer.value.files ?? [];
  return good(
    productOf(
      all.map(({ filename, additions, deletions }) => ({
        path: filename,
        added: additions,
        removed: deletions,
      })),
    ),
  );
}

/** What a reviewer wants first: the product's own changes, by task. Empty where there are none yet. */
export function productSection(
  { plan, state, base }: Pick<DesiredState, "plan" | "state" | "base">,
  { files, isCut }: Product,
): string {
  if (files.length === 0) return "";
  const sum = (of: "added" | "removed"): number => files.reduce((total, file) => total + file[of], 0);
  const most = isCut ? "at least " : "";
  const total = `${most}${counted(files.length, "file")}, **+${sum("added")} −${sum("removed")}** lines against ${codeSpan(base)}.`;
  const byPath = new Map(files.map(file => [file.path, file]));
  const left = new Set(byPath.keys());
  const rows = plan.tasks.flatMap(({ id, title }) => {
    const changed = [...(state.tasks.get(id)?.phases.values() ?? [])].flatMap(phase => phase.changed);
    const own = [...new Set(changed)].flatMap(path => byPath.get(path) ?? []);
    for (const { path } of own) left.delete(path);
    return own.length === 0 ? [] : [[escapeLine(title || id), filesCell(own)]];
  });
  const { release } = state;
  const released = (release?.files ?? []).flatMap(path => (left.delete(path) ? [byPath.get(path)!] : []));
  if (released.length > 0)
    rows.push([`_release${release?.version ? ` ${escapeLine(release.version)}` : ""}_`, filesCell(released)]);
  const others = [...left].map(path => byPath.get(path)!);
  if (others.length > 0) rows.push(["_not named by a task_", filesCell(others)]);
  const shown = rows.slice(0, ROWS);
  if (rows.length > ROWS) shown.push([`_${rows.length - ROWS} more tasks_`, ""]);
  const tasks = table(["Task", "Files"], shown);
  const body =
    rows.length > OPEN_ROWS ? `<details><summary>By task</summary>\n\n${tasks}\n\n</details>` : tasks;
  return `### What changes\n\n${total}\n\n${body}\n`;
}

function filesCell(files: readonly ProductFile[]): string {
  const named = files
    .slice(0, FILES_A_ROW)
    .map(({ path, added, removed }) => `${codeSpan(path)} +${added} −${removed}`);
  const more = files.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join("<br>");
}
