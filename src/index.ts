import { enterClean } from "./engine/process/entry.ts";
import { boundYoungHeap } from "./engine/process/young-heap.ts";

const entry = enterClean();
boundYoungHeap();
const { action } = await import("./action.ts");
process.exitCode = await action(entry);
