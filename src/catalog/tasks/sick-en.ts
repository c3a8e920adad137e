import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import type { TaskEntryInput } from '../task.ts'

export const SICK = [
  'intermediate/nli/sick-nl/SICK_NL.txt',
  'sick-nl/SICK_NL.txt',
  'SICK_NL.txt',
  'SICK.txt',
  'sick-nl/data/tasks/sick_nl/SICK_NL.txt',
]
export const SICK_DOWNLOADS: TaskEntryInput['downloads'] = [
  {
    from: 'git',
    repository: 'gijswijnholds/sick_nl',
    commit: '2e8391ec8015abc5e9aa09e0e87d07e9bb6a6da6',
    paths: ['data/tasks/sick_nl/SICK_NL.txt'],
    into: 'sick-nl',
  },
]
const part = (name: string) => ({ files: { examples: SICK }, options: { where: { SemEval_set: name } } })

export const sickEn = defineTask({
  id: 'sick-en',
  title: 'SICK, English entailment',
  kind: 'classification',
  measures: 'Whether an English caption entails, contradicts or leaves open another.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: true,
    // SICK-NL keeps the English sentences in sentence_*_original; SICK itself has sentence_A, sentence_B.
    columns: {
      text: ['sentence_A_original', 'sentence_A'],
      pair: ['sentence_B_original', 'sentence_B'],
      label: 'entailment_label',
      id: 'pair_ID',
    },
    labelNames: { CONTRADICTION: 'contradiction', ENTAILMENT: 'entailment', NEUTRAL: 'neutral' },
  },
  languages: ['en'],
  splits: { train: part('TRAIN'), development: part('TRIAL'), test: part('TEST') },
  downloads: SICK_DOWNLOADS,
  sizes: { train: { en: 4439 }, development: { en: 495 }, test: { en: 4906 } },
  meanTokens: { value: 27, source: 'Polyvia estimate: XLM-R tokens of train (27.0)' },
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Marelli et al. 2014 (SICK); Wijnholds and Moortgat 2021, arXiv 2101.05716 (SICK-NL)',
  licence: 'CC BY-NC-SA 3.0',
  standsInFor: 'mnli',
  overlaps: { 'sick-sts-en': 'the same sentence pairs', 'stsb-en': 'both draw on the same image captions' },
  defaults: jiantIntermediate('pairs'),
  traps: ['4439 training pairs of image captions, not the 392 702 pairs in ten genres of MNLI.'],
})
