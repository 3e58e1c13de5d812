import { RESULT_ARTIFACT } from "../engine/runners/result-file.ts";
import { renderScalar } from "../milestone/yaml/render.ts";
import {
  BRANCH_STEP,
  CHECKOUT,
  PASSED_ON,
  REVIEW_OF_MILESTONE,
  REVIEW_TRIGGER,
  SCHEDULE,
  type StarterFacts,
  type StarterWorkflow,
  WORKFLOW_INPUTS,
} from "./starter.ts";

const UPLOAD = "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0";
const DOWNLOAD = "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1";

/**
 * `.github/workflows/milestone.yml` for a milestone with `runners`: a run with a ticket does one phase on a machine that
 * can only read, and hands what came of it to a job that runs nothing of it. A run without one hands out what may start.
 */
export function runnersWorkflow(
  facts: StarterFacts,
  { action, sha, version, labels }: Omit<StarterWorkflow, "project"> & { labels: readonly string[] },
): string {
  const where = labels.map(label => renderScalar(label, "plain", true)).join(", ");
  const base = renderScalar(facts.defaultBranch, "plain", false);
  const branch = "github.event.pull_request.head.ref";
  return `name: milestone
run-name: milestone \${{ inputs.command || 'resume' }} \${{ inputs.milestone || ${branch} }} \${{ inputs.ticket && (fromJSON(inputs.ticket).task || fromJSON(inputs.ticket).check) }} \${{ inputs.request }}

on:
  workflow_dispatch:
    inputs:
${WORKFLOW_INPUTS}      ticket: { description: What one job is given to do; the milestone fills it in }
${SCHEDULE}${REVIEW_TRIGGER}
permissions: {}

jobs:
  # One phase of one task, and those after it that nothing stands before, with their tests; or the tests or a checkpoint's
  # commands on what has landed. It can read the repository, and write nothing.
  work:
    if: inputs.ticket != ''
    runs-on: [${where}]
    timeout-minutes: 350
    permissions:
      contents: read
    cache-mode: read # what an agent leaves in a cache reaches nobody
    outputs:
      digest: \${{ steps.work.outputs.digest }}
    steps:
      - uses: ${CHECKOUT}
        with:
          ref: ${base}
          fetch-depth: 0
          persist-credentials: false
      - id: work
        uses: ${action}@${sha} # ${version}
        with:
          milestone: \${{ inputs.milestone }}
          command: work
          ticket: \${{ inputs.ticket }}
          bundle: \${{ runner.temp }}/result
        # Keys of the agents that your milestones use, e.g.:
        # env:
        #   ANTHROPIC_API_KEY: \${{ secrets.ANTHROPIC_API_KEY }}
      - uses: ${UPLOAD}
        if: always()
        with:
          name: ${RESULT_ARTIFACT}
          path: \${{ runner.temp }}/result
          if-no-files-found: ignore
          overwrite: true # where the job is run again
          retention-days: 5

  # Holds the token that can write, and runs no agent, no command of a plan and nothing that either of them wrote: it looks
  # at the result as at an attempt of its own, lands it, and starts a run for each phase that became ready.
  take:
    needs: work
    if: >-
      always() && (
${REVIEW_OF_MILESTONE})
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: write # the branch milestone/<id>
      actions: write # runs for the phases that became ready
      pull-requests: write # its pull request
      issues: write # one issue for each blocker
      checks: write # the progress check
    cache-mode: none
    # One at a time for each milestone; none is dropped.
    concurrency:
      group: milestone-\${{ inputs.milestone && format('milestone/{0}', inputs.milestone) || ${branch} }}
      cancel-in-progress: false
      queue: max
    steps:
      - uses: ${CHECKOUT}
        with:
          ref: ${base}
          fetch-depth: 0
          persist-credentials: false
      # Where the job above left nothing, the phase is tried again.
      - uses: ${DOWNLOAD}
        if: inputs.ticket != ''
        continue-on-error: true
        with:
          name: ${RESULT_ARTIFACT}
          path: \${{ runner.temp }}/result
${BRANCH_STEP}      - uses: ${action}@${sha} # ${version}
        with:
          milestone: \${{ inputs.milestone || steps.branch.outputs.milestone }}
          command: \${{ inputs.ticket && 'take' || inputs.command || 'resume' }}
          ticket: \${{ inputs.ticket }}
          bundle: \${{ inputs.ticket && format('{0}/result', runner.temp) || '' }}
          digest: \${{ needs.work.outputs.digest }}
${PASSED_ON}          project: true
          fail-on-blocked: false
`;
}
