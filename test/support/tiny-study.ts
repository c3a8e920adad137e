import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A whole study in seconds: a two-layer encoder from scratch, one intermediate arm, both kinds of target. */
export const TINY_STUDY = `
question: Does a keyword stage help this tiny encoder?
model:
  from: scratch
  vocabulary: 600
  layers: 2
  hidden: 32
  heads: 2
  feedForward: 64
  maxLength: 48
  dropout: 0.1
  text: { tasks: [cldr-text], languages: [en, de], training: { limit: 400, batchSize: 16, steps: 60, learningRate: 1.0e-3, maxLength: 48 } }
arms:
  baseline: []
  keywords: [{ tasks: [cldr-keywords], training: { steps: 30 } }]
targets:
  - { task: cldr-group, languages: [en, de], training: { steps: 30, evaluations: 2 } }
  - { task: cldr-phrases, languages: [de] }
seeds: [7]
training: { batchSize: 8, learningRate: 1.0e-3, maxLength: 48, limit: 300, evaluations: 2, precision: fp32 }
`

/** A new folder with the tiny study in it. `change` edits its text. */
export function tinyStudyFolder(change: (text: string) => string = (text) => text): {
  folder: string
  study: string
} {
  const folder = mkdtempSync(join(tmpdir(), 'polyvia-tiny-'))
  const study = join(folder, 'tiny.yaml')
  writeFileSync(study, change(TINY_STUDY))
  return { folder, study }
}
