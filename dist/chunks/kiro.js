import { i as readKiro, n as noBox, r as overview, t as listIn } from "./import-kiro.js";

export { readKiro };