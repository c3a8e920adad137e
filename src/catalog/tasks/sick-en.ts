import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const SICK = ['intermediate/nli/sick-nl/SICK_NL.txt', 'sick-nl/SICK_NL.txt', 'SICK_NL.txt', 'SICK.txt']
const part = (name: string) => ({ files: { examples: SICK }, options: { where: { SemEval_set: name } } })

export const sickEn = defineTask({
  id: 'sick-en',
  title: 'SICK, English entailment',
  type: 'classification',
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
  metrics: ['accuracy'],
  citation: 'Marelli et al. 2014 (SICK); Wijnholds and Moortgat 2021, arXiv 2101.05716 (SICK-NL)',
  licence: 'CC BY-NC-SA 3.0',
  standsInFor: 'mnli',
  overlaps: { 'sick-sts-en': 'the same sentence pairs', 'stsb-en': 'both draw on the same image captions' },
  defaults: jiantIntermediate('pairs'),
  traps: ['4439 training pairs of image captions, not the 392 702 pairs in ten genres of MNLI.'],
})
