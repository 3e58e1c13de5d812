import { orderedPlaces, type VisiblePaths } from "./visible-paths.ts";

/** A profile for macOS's sandbox-exec: of all rules that fit a path the last one holds. */
export function seatbeltProfile(places: VisiblePaths): string {
  const rules = orderedPlaces(places).map(({ path, kind, isFolder }) => {
    const where = `(${isFolder ? "subpath" : "literal"} ${JSON.stringify(path)})`;
    switch (kind) {
      case "hidden":
        return `(deny file-read* file-write* ${where})`;
      case "readable":
        return `(allow file-read* ${where})`;
      case "writable":
        return `(allow file-read* file-write* ${where})`;
      default:
        return kind satisfies never;
    }
  });
  return [
    "(version 1)",
    "(allow default)",
    // Of other processes neither memory nor ports.
    "(deny mach-priv*)",
    "(deny process-info* (target others))",
    "(allow process-info* (target same-sandbox))",
    ...(places.restReadOnly
      ? ['(deny file-write* (subpath "/"))', '(allow file-write* (subpath "/dev"))']
      : []),
    ...rules,
  ].join("\n");
}
