import { counted } from "../../text/sanitise.ts";
import type { PageData } from "./page-data.ts";
import { escapeCut, escapeHtml, longTable, section, taskLink } from "./parts.ts";

const MOST_FILES = 200;
const MOST_COMMITS = 200;

/** What the milestone brought: the product's files, the commits that did it, and the documents of its phases. */
export function madeSection(page: PageData): string {
  return section("made", "What was made", [filesHtml(page), documentsHtml(page), commitsHtml(page)]);
}

function filesHtml({ made, web }: PageData): string {
  if (!made || made.files.length === 0) return "";
  const tasks = new Map<string, Set<string>>();
  for (const { task, paths } of made.commits) {
    if (task === null) continue;
    for (const path of paths) tasks.set(path, (tasks.get(path) ?? new Set()).add(task));
  }
  const rows = made.files.slice(0, MOST_FILES).map(({ path, added, removed, exists }) => {
    const text = escapeHtml(path);
    const name =
      web && exists
        ? `<a href="${escapeHtml(`${web.repository}/blob/${web.commit}/${path}`)}" rel="noreferrer noopener" target="_blank">${text}</a>`
        : text;
    const lines = [
      added ? `<span class="good">+${added}</span>` : "",
      removed ? `<span class="bad">−${removed}</span>` : "",
    ];
    const words = lines.filter(Boolean).join(" ");
    const of = [...(tasks.get(path) ?? [])]
      .slice(0, 4)
      .map(task => taskLink(task))
      .join(", ");
    return [`<code>${name}</code>${exists ? "" : ' <span class="muted">removed</span>'}`, words, of];
  });
  const more = made.files.length > rows.length ? ` The first ${rows.length} of them:` : "";
  const sum = (key: "added" | "removed"): number => made.files.reduce((n, f) => n + (f[key] ?? 0), 0);
  const [added, removed] = [sum("added"), sum("removed")];
  const lines = [
    added ? `${counted(added, "line")} added` : "",
    removed ? `${counted(removed, "line")} removed` : "",
  ];
  return `<p>${escapeHtml([counted(made.files.length, "file"), ...lines].filter(Boolean).join(", "))}.${more}</p>${longTable("Files", [{ title: "File" }, { title: "Lines", number: true }, { title: "Task", wide: true }], rows)}`;
}

function documentsHtml({ plan, state }: PageData): string {
  const items = plan.tasks.flatMap(({ id }) => {
    const phases = state.tasks.get(id)?.phases ?? new Map();
    const names = [...phases.values()].flatMap(p =>
      (p.deliverables as { path: string }[]).map(d => d.path.split("/").at(-1)!),
    );
    return names.length
      ? [
          `<li>${taskLink(id)} <span class="muted">${names.slice(0, 12).map(escapeHtml).join(", ")}${names.length > 12 ? " …" : ""}</span></li>`,
        ]
      : [];
  });
  if (items.length === 0) return "";
  return `<details data-key="documents"><summary>Documents of ${counted(items.length, "task")}</summary><ul class="plain">${items.join("")}</ul></details>`;
}

function commitsHtml({ made, web }: PageData): string {
  const product = made?.commits.filter(c => c.paths.length > 0) ?? [];
  if (product.length === 0) return "";
  const items = product
    .slice(-MOST_COMMITS)
    .reverse()
    .map(c => `<li>${commitLink(c.oid, web)} ${escapeCut(c.subject, 160)}</li>`);
  return `<details data-key="commits"><summary>${counted(product.length, "commit")} with changes to the product</summary><ul class="plain">${items.join("")}</ul></details>`;
}

export function commitLink(oid: string, web: PageData["web"]): string {
  const short = `<code>${escapeHtml(oid.slice(0, 7))}</code>`;
  return web
    ? `<a href="${escapeHtml(`${web.repository}/commit/${oid}`)}" rel="noreferrer noopener" target="_blank">${short}</a>`
    : short;
}
