import { jiantPairs } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { mnli } from './mnli.ts'

const xtremeForm = { form: 'tsv', quoting: 'csv', header: false, columns: { text: 0, pair: 1, label: 2 } }

export const xnli = defineTask({
  id: 'xnli',
  title: 'XNLI',
  type: 'classification',
  measures: 'Whether a premise entails, contradicts or leaves open a hypothesis.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: xtremeForm,
  languages: ['ar', 'bg', 'de', 'el', 'en', 'es', 'fr', 'hi', 'ru', 'sw', 'th', 'tr', 'ur', 'vi', 'zh'],
  splits: {
    train: {
      languages: ['en'],
      files: { examples: 'xnli/train-{lang}.tsv' },
      otherwise: [
        {
          files: mnli.splits.train!.files,
          options: mnli.options,
          note: 'XNLI trains on MNLI, here read from the original MNLI file.',
        },
      ],
    },
    development: { languages: ['en'], files: { examples: 'xnli/dev-{lang}.tsv' } },
    test: {
      files: { examples: ['XNLI-1.0/xnli.test.tsv', 'xnli/XNLI-1.0/xnli.test.tsv'] },
      options: {
        form: 'tsv',
        quoting: 'raw',
        header: true,
        where: { language: '{lang}' },
        columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label', id: 'pairID' },
      },
      otherwise: [
        {
          files: {
            examples: 'xnli/test-{lang}.tsv',
            labels: ['xnli/labelled/de/test.txt'],
          },
          options: { ...xtremeForm, labels: { form: 'tsv', quoting: 'raw', header: false, label: 2 } },
          note: 'Texts are the XTREME test file, whose labels are stripped; labels come from the German test set. XNLI translates one English set, so labels agree in every language (checked in all 5010 rows of de, sw and ur).',
        },
      ],
    },
  },
  metrics: ['accuracy'],
  citation: 'Conneau et al. 2018, arXiv 1809.05053',
  licence: 'CC BY-NC 4.0',
  defaults: jiantPairs(2),
  traps: [
    'Trained on MNLI: with MNLI as intermediate task, the target phase repeats the same data.',
    'About 33 % means that labels are blanked or that the run collapsed.',
    'The XTREME form is written by a csv writer: fields with quotes are wrapped, quotes doubled.',
  ],
})
