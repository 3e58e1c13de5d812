import { chmodSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "rolldown";

const PACKAGE = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const ROOM = /\/src\/(.+)\/[^/]+\.ts$/;

/** Says what a chunk holds: our room and the file it is loaded for, or the npm package that gives most of its bytes. */
function chunkName({ moduleIds, name }) {
  const files = moduleIds.map(id => id.replace(/^\0/, "").replace(/\?.*/, "")).filter(id => id.startsWith("/"));
  const room = largest(files.flatMap(id => ROOM.exec(id)?.slice(1).map(room => [room, sizeOf(id)]) ?? []));
  if (room) return `${room.replaceAll("/", "-")}-${name}`;
  const library = largest(files.flatMap(id => PACKAGE.exec(id)?.slice(1).map(library => [library, sizeOf(id)]) ?? []));
  return library ? `lib-${library.replace("@", "").replace("/", "-")}` : name;
}

const sizeOf = file => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function largest(parts) {
  const bytes = new Map();
  for (const [part, size] of parts) bytes.set(part, (bytes.get(part) ?? 0) + size);
  return [...bytes].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** The Action's two steps and the command line; what they share, and what is loaded only when needed, in chunks. */
export default defineConfig({
  input: {
    index: "src/action/index.ts",
    post: "src/action/post.ts",
    cli: "src/cli/cli.ts",
    launcher: "src/engine/process/launcher.ts",
  },
  platform: "node",
  // Its CommonJS form loads its parts by a function that no bundler follows.
  resolve: { alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" } },
  // The toolkit's modules only define things; of its index two functions are used, and not the HTTP client behind others.
  treeshake: { moduleSideEffects: [{ test: /node_modules\/(@actions\/(core|exec|http-client|io)|undici|tunnel)\//, sideEffects: false }] },
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: chunk => `chunks/${chunkName(chunk)}.js`,
    minify: false,
  },
  plugins: [
    {
      name: "folder",
      // A chunk of an earlier build that nothing imports any more would stay for ever.
      renderStart: ({ dir }) => rmSync(join(dir, "chunks"), { recursive: true, force: true }),
      writeBundle({ dir }) {
        // npm makes it executable when it links the package; as it is so here, that changes nothing.
        chmodSync(join(dir, "cli.js"), 0o755);
        const sizes = readdirSync(join(dir, "chunks")).map(file => [file, sizeOf(join(dir, "chunks", file))]);
        const kib = bytes => `${Math.round(bytes / 1024)} KiB`;
        const total = kib(sizes.reduce((sum, [, size]) => sum + size, 0));
        const most = sizes.sort((a, b) => b[1] - a[1]).slice(0, 8);
        console.log(`${sizes.length} chunks, ${total}: ${most.map(([file, size]) => `${file} ${kib(size)}`).join(", ")}`);
      },
    },
  ],
});
