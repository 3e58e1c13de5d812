/**
 * Loaded by `node --import`: lets the program believe that it runs on another host, and at another time, so that a
 * lease can be seen from outside without waiting for it.
 *
 * RIG_HOST: name of the host. RIG_LATER: milliseconds that its clock is ahead.
 */
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";

const host = process.env.RIG_HOST;
if (host) os.hostname = () => host;
syncBuiltinESMExports();

const later = Number(process.env.RIG_LATER ?? 0);
const now = Date.now;
if (later > 0) Date.now = () => now() + later;
