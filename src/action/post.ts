import { enterClean, surviveLostOutput, tooOld } from "../engine/process/entry.ts";

const entry = enterClean();
surviveLostOutput();
// With a node that is too old the main step has said so and started nothing.
if (tooOld() === null) {
  const { postAction } = await import("./post-action.ts");
  process.exitCode = await postAction(entry);
}
