import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { xnli } from './xnli.ts'

export const xnliTranslated = defineTask({
  id: 'xnli-translated',
  title: 'MNLI, machine-translated into the languages of XNLI',
  kind: 'classification',
  measures:
    'Whether a premise entails, contradicts or leaves open a hypothesis, learned from machine translations.',
  labels: xnli.labels,
  format: 'sentence-pairs',
  options: xnli.options,
  languages: xnli.languages,
  splits: {
    train: {
      languages: xnli.languages.filter((language) => language !== 'en'),
      files: {
        examples: [
          'xnli/translate-train/en-{lang}-translated.tsv',
          'XNLI/translate-train/en-{lang}-translated.tsv',
        ],
      },
      // English pair, translated pair, label; never quoted.
      options: {
        form: 'tsv',
        quoting: 'raw',
        header: false,
        columns: { text: 2, pair: 3, label: 4 },
        labelNames: { contradictory: 'contradiction' },
      },
      otherwise: [
        {
          files: {
            examples: [
              'XNLI-MT-1.0/multinli/multinli.train.{lang}.tsv',
              'xnli/XNLI-MT-1.0/multinli/multinli.train.{lang}.tsv',
            ],
          },
          options: {
            form: 'tsv',
            quoting: 'raw',
            header: true,
            columns: { text: 'premise', pair: 'hypo', label: 'label' },
            labelNames: { contradictory: 'contradiction' },
          },
          note: "The translations are those of XNLI itself (XNLI-MT 1.0), not XTREME's.",
        },
      ],
    },
    development: xnli.splits.development!,
  },
  downloads: [
    {
      from: 'url',
      urls: ['https://storage.googleapis.com/xtreme_translations/XNLI/translate-train/en-de-translated.tsv'],
      into: 'xnli/translate-train/en-de-translated.tsv',
      note: 'German; of another language put its code in place of "de" in both names.',
    },
  ],
  sizes: { train: { each: 392702 } },
  metrics: ['accuracy'],
  citation:
    'Hu et al. 2020, arXiv 2003.11080 (translate-train); Conneau et al. 2018, arXiv 1809.05053 (XNLI-MT)',
  licence: 'as MultiNLI; XNLI-MT: CC BY-NC 4.0',
  overlaps: {
    mnli: 'the same pairs in English',
    xnli: 'XNLI trains on the same pairs in English: with this stage its test is translate-train, not zero-shot.',
  },
  defaults: jiantIntermediate('pairs'),
  traps: ['Selected on English XNLI development data, as the targets are.'],
})
