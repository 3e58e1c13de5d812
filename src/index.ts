import { enterClean } from "./engine/process/entry.ts";

const entry = enterClean();
const { action } = await import("./action.ts");
process.exitCode = await action(entry);
