/** A heading as the end of an address: small letters without accents, words joined by hyphens. */
export function anchor(heading) {
  return heading
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** The same for all headings of a page: the second one of a name gets a number. */
export function anchors(headings) {
  const seen = new Map();
  return headings.map(heading => {
    const name = anchor(heading);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}-${count}`;
  });
}
