import { enterClean } from "../engine/process/entry.ts";
import { surviveLostOutput } from "../engine/process/lost-output.ts";
import { tooOld } from "../engine/process/node-version.ts";

const entry = enterClean();
surviveLostOutput();
// With a node that is too old the main step has said so and started nothing.
if (tooOld() === null) {
  const { postAction } = await import("./post-action.ts");
  process.exitCode = await postAction(entry);
}
