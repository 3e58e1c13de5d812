import { defineConfig } from "rolldown";

/** The Action's two steps and the command line; what they share, and what is loaded only when needed, in chunks. */
export default defineConfig({
  input: { index: "src/action/index.ts", post: "src/action/post.ts", cli: "src/cli/cli.ts", launcher: "src/engine/process/launcher.ts" },
  platform: "node",
  // The toolkit's modules only define things; of its index two functions are used, and not the HTTP client behind others.
  treeshake: { moduleSideEffects: [{ test: /node_modules\/(@actions\/(core|exec|http-client|io)|undici|tunnel)\//, sideEffects: false }] },
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name].js",
    minify: false,
  },
});
