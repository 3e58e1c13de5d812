import { n as localCommand, t as githubReader } from "./init-local-commands.js";

export { githubReader, localCommand };