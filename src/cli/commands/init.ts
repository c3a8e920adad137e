import { writeFileSync } from 'node:fs'
import { defineCommand } from 'citty'
import { messageOf, PolyviaError } from '#kernel'
import { print } from '../terminal.ts'

class InitError extends PolyviaError {
  readonly code = 'FILE_EXISTS'
  readonly exitCode = 2
}

/** A study that validates as it stands, with every choice explained where it is made. */
export const STARTER = `# A Polyvia study: one question, some arms, some targets.
# Check it with "polyvia plan FILE", run it with "polyvia run FILE", read it with "polyvia report FILE".
# "polyvia tasks" lists the tasks; "polyvia schema" describes every field.

question: Does an English keyword stage help a mini encoder in languages it was never fine-tuned on?

# A folder in Hugging Face layout, a hub id that is in the local hub cache, or a recipe (from: scratch, ...).
# This one ships with Polyvia and knows thirteen languages: en de fr ru el tr fi id sw ar hi th ko.
model: models/cldr-mini

# Each arm is a list of intermediate stages, trained in this order before the target. One arm has none: the baseline.
# An arm that trains as another one does, with other seeds, shows what is chance: { replicateOf: english-keywords }
arms:
  baseline: []
  english-keywords:
    - tasks: [cldr-keywords]
      training: { steps: 200 }
  # Several tasks at once, with a sampling rule (uniform, size, temperature, weights):
  # english-nli+sts:
  #   - tasks: [sick-en, stsb-en]
  #     sampling: { by: size, cap: 5000 }

# Fine-tuned on English (sentence retrieval: not at all), scored in every language named; without languages in all.
# The cldr tasks come with Polyvia. Others (tatoeba, udpos, xnli, ...) are read from your data folders: --data DIR.
targets:
  - task: cldr-group
    languages: [en, de, sw, hi]
  - task: cldr-phrases
    languages: [de, sw, hi]
  # - task: udpos
  #   languages: [en, de, fi, tr]
  #   training: { epochs: 3 }

# Every trained phase is repeated with each seed. Two runs differ by chance alone: with one seed nothing is said about arms.
seeds: 3

# Settings of all trained phases; "polyvia plan --explain" prints each default with its source.
training: { epochs: 4, precision: fp32 }
`

export default defineCommand({
  meta: { name: 'init', description: 'Write a commented study file to start from' },
  args: {
    file: { type: 'positional', description: 'File to write', default: 'study.yaml', required: false },
  },
  run: async ({ args }) => {
    try {
      writeFileSync(args.file, STARTER, { flag: 'wx' })
    } catch (cause) {
      throw new InitError(`Cannot write "${args.file}": ${messageOf(cause)}`, {
        hint: 'Name another file.',
        place: { file: args.file },
        cause,
      })
    }
    print(`Wrote ${args.file}. Next: polyvia plan ${args.file}`)
    return 0
  },
})
