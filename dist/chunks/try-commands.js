import { t as tryCommands } from "./planning-try-commands.js";

export { tryCommands };