import { n as machineOf, r as planGoal, t as failed } from "./cli-plan-goal.js";

export { planGoal };