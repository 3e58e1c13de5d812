// Plain JavaScript that imports nothing: a node that is too old for the app can still read it, and say so.
const [major] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `milestone-execute cannot start: the app needs node 24 or later, and runs with ${process.versions.node}; install it from https://nodejs.org, or run "npm ci", which brings it along on Linux`,
  );
  process.exit(2);
}
await import("./server.ts");
