import { t as executePlanner } from "./planning-execute-planner.js";

export { executePlanner };