/** Whether git accepts this as the full name of a ref (`git check-ref-format`). */
export function isRefName(name: string): boolean {
  if (!name.startsWith("refs/") || name.endsWith("/") || name.endsWith(".")) return false;
  if (/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\//.test(name)) return false;
  return name.split("/").every(part => !part.startsWith(".") && !part.endsWith(".lock"));
}

/** Whether the engine alone moves it. */
export function isEngineRef(ref: string): boolean {
  return /^refs\/(?:heads\/|tags\/)?milestone\//.test(ref);
}
