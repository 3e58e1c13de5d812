import { n as onMachine, t as machineFor } from "./cli-on-machine.js";

export { onMachine };