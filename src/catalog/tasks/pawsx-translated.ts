import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { forAll } from '../files.ts'
import { pawsX } from './pawsx.ts'

export const pawsXTranslated = defineTask({
  id: 'pawsx-translated',
  title: 'PAWS, machine-translated into the languages of PAWS-X',
  kind: 'classification',
  measures: 'Whether two sentences of many shared words mean the same, learned from machine translations.',
  labels: pawsX.labels,
  format: 'sentence-pairs',
  options: pawsX.options,
  languages: pawsX.languages,
  splits: {
    train: {
      languages: pawsX.languages.filter((language) => language !== 'en'),
      files: {
        examples: ['x-final/{lang}/translated_train.tsv', 'pawsx/x-final/{lang}/translated_train.tsv'],
      },
      options: {
        form: 'tsv',
        quoting: 'raw',
        header: true,
        columns: { text: 'sentence1', pair: 'sentence2', label: 'label', id: 'id' },
      },
    },
    development: pawsX.splits.development!,
  },
  downloads: forAll(pawsX.downloads.slice(0, 1)),
  sizes: { train: { each: 49401 } },
  metrics: ['accuracy'],
  citation: pawsX.citation,
  licence: pawsX.licence,
  overlaps: {
    pawsx:
      'PAWS-X trains on the same pairs in English: with this stage its test is translate-train, not zero-shot.',
  },
  defaults: jiantIntermediate('pairs'),
  traps: ['Selected on English PAWS-X development data, as the targets are.'],
})
