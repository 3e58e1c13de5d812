import { expect, it } from "vitest";
import { rigWith, standard } from "../action/plans.ts";
import { runStep } from "../action/step.ts";

/** An agent that leaves something at the path where its program reports its usage. */
const agent = (leave: string): string => `#!/bin/sh
cat > /dev/null
usage="\${1#*=}"
${leave}
echo done > done.txt
echo "The file is there."
`;

const REPORT = `{"totalNanoAiu":0,"totalPremiumRequests":0,"modelMetrics":{"gpt":{"usage":{"inputTokens":7000,"outputTokens":11}}}}`;

it.each([
  ["a pipe", 'mkfifo "$usage"', 0],
  ["a link to a pipe", 'mkfifo "$usage.pipe"; ln -s "$usage.pipe" "$usage"', 0],
  ["a link to a report", `echo '${REPORT}' > "$usage.other"; ln -s "$usage.other" "$usage"`, 0],
  [
    "more than a report can be",
    `{ echo '${REPORT}'; head -c 2000000 /dev/zero | tr '\\0' ' '; } > "$usage"`,
    0,
  ],
  ["a folder", 'mkdir "$usage"', 0],
  ["a report", `echo '${REPORT}' > "$usage"`, 7000],
])(
  "with %s at the place of its usage an agent holds nothing up, and only a report counts",
  async (_, leave, tokens) => {
    const rig = rigWith(
      { m: standard("m", { executor: "{ agent: house, retries: 0 }", tasks: ["id: a"] }) },
      {
        ".milestones/config.yaml":
          'agents:\n  house: { command: ./house.sh, args: ["--usage={usage_file}"], prompt: stdin, result: copilot-text }\n',
        "house.sh": agent(leave),
      },
    );
    const step = await runStep(rig);
    expect(step.outputs.status, step.said).toBe("completed");
    const used = rig
      .events("m")
      .flatMap(e => (e.event === "phase_completed" ? [e.data.usage?.input_tokens ?? 0] : []));
    expect(used, step.said).toEqual([tokens]);
  },
  60_000,
);
