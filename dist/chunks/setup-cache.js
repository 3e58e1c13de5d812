import { a as openCache, i as cleanCache, n as bytesOf, o as openShowPlace, r as cacheFolder, t as SetupCache } from "./engine-machine-setup-cache.js";

export { cleanCache };