import { enterClean } from "./engine/process/entry.ts";

const entry = enterClean();
const { postAction } = await import("./post-action.ts");
process.exitCode = await postAction(entry);
