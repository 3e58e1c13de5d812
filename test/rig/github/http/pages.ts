/** Pagination with Link headers. */

export interface Page {
  items: unknown[];
  link: string | null;
}

/** The page that `per_page` (30, at most 100) and `page` (from 1) ask for, and the links to the others. */
export function paginate(all: unknown[], query: { [name: string]: string }, address: string): Page {
  const size = Math.min(Math.max(Number(query.per_page ?? 30) || 30, 1), 100);
  const page = Math.max(Number(query.page ?? 1) || 1, 1);
  const last = Math.max(Math.ceil(all.length / size), 1);
  const to = (target: number, rel: string) => {
    const search = new URLSearchParams({ ...query, page: String(target) });
    return `<${address}?${search}>; rel="${rel}"`;
  };
  const links: string[] = [];
  if (page > 1) links.push(to(page - 1, "prev"));
  if (page < last) links.push(to(page + 1, "next"), to(last, "last"));
  if (page > 1) links.push(to(1, "first"));
  return {
    items: all.slice((page - 1) * size, page * size),
    link: links.length > 0 ? links.join(", ") : null,
  };
}
