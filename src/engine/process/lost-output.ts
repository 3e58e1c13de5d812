/**
 * What is printed may have nobody left to read it (a closed pipe) or no room (a full disk). Work goes on for hours and
 * is saved in the branch, so neither ends it; a lack of room is said where that can still be read.
 */
export function surviveLostOutput(): void {
  let told = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (told || error.code === "EPIPE") return;
    told = true;
    process.stderr.write(`warning: the output cannot be written (${error.message})\n`);
  });
  // The last place to say anything.
  process.stderr.on("error", () => undefined);
}
