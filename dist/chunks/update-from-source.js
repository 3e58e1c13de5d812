import { n as updateFromSource, t as rereadSource } from "./import-update-from-source.js";

export { rereadSource };