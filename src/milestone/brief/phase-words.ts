import type { Phase } from "../phase.ts";

/** What each phase is for, and what makes its result good. */
export const PHASE_WORDS: Record<Phase, { aim: string; advice: string[] }> = {
  design: {
    aim: "Decide how the task is to be solved, before anything is specified or built.",
    advice: [
      "Read the code that the task touches first; a design that ignores what is there is no use.",
      "Name the parts, their borders and how they talk to each other. For each decision say what else was possible and why not.",
      "Where the task has an interface that others call, describe it completely in the form asked for.",
      "Write nothing that nobody needs: short and exact beats long.",
    ],
  },
  spec: {
    aim: "Turn the approved design into requirements that can be built and tested without further questions.",
    advice: [
      "Each requirement can be checked: say what goes in, what comes out, and what happens when something is wrong.",
      "Name types, functions, endpoints, files and limits exactly as they are to be.",
      "Each acceptance criterion has at least one test case that would fail if it were not met.",
      "Where the design turns out to be wrong, say so and say what you specify instead; do not pass over it.",
    ],
  },
  task: {
    aim: "Plan the work: the steps in which the specification is built, each small enough to be checked by itself.",
    advice: [
      "Name for each step the files it touches, what it needs from the steps before, and how one sees that it is done.",
      "Put first what others wait for and what is least certain.",
      "Plan the tests together with the code that they check.",
    ],
  },
  execute: {
    aim: "Build what was planned: change the code, and prove that it works.",
    advice: [
      "Keep to the plan, specification and design; where you must depart from them, say so in the summary.",
      "Write the tests along with the code, and run them before you end.",
      "Change what the task needs and nothing else; leave no debugging, no dead code, no switched-off tests.",
      "In the summary say only what is true: what you ran and what it said, what is missing, what you could not check.",
    ],
  },
};
