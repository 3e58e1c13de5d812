import { n as rememberedSource, r as sourceOf, t as memoryOf } from "./import-source-memory.js";

export { rememberedSource };