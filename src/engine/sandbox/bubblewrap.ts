import { existsSync } from "node:fs";
import { orderedPlaces, type VisiblePaths } from "./visible-paths.ts";

/** The argument list of bubblewrap before the program's own. It takes each folder from the machine as it was before. */
export function bubblewrapArgv(program: string, places: VisiblePaths, cwd: string): string[] {
  const mounts = orderedPlaces(places).flatMap(({ path, kind, isFolder, from = path }) => {
    switch (kind) {
      case "hidden":
        // Another run's folder may be gone by now; what is not there needs no hiding.
        if (!existsSync(path)) return [];
        return isFolder ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path];
      case "readable":
        return places.restReadOnly || places.hidden.some(folder => path.startsWith(`${folder}/`))
          ? ["--ro-bind", path, path]
          : [];
      case "writable":
        return ["--bind", from, path];
      default:
        return kind satisfies never;
    }
  });
  return [
    program,
    ...[places.restReadOnly ? "--ro-bind" : "--bind", "/", "/"],
    ...["--dev-bind", "/dev", "/dev"],
    ...["--proc", "/proc"],
    ...mounts,
    ...["--unshare-pid", "--unshare-ipc", "--die-with-parent", "--cap-drop", "ALL"],
    ...["--chdir", cwd],
    "--",
  ];
}
