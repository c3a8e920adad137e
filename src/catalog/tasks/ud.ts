import { jiantPairs } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { forAll } from '../files.ts'
import { udpos } from './udpos.ts'

const at = (split: string) => ({
  files: {
    examples: ['ud', 'ud-treebanks-v2.5'].map((folder) => `${folder}/UD_*/{lang}_*-ud-${split}.conllu`),
  },
})

export const ud = defineTask({
  id: 'ud',
  title: 'UD part-of-speech tagging, training sentences of any language',
  kind: 'tagging',
  measures: 'The universal part of speech of every word (Universal Dependencies 2.5).',
  labels: udpos.labels,
  format: 'conllu',
  options: { fuse: true },
  // All of udpos that UD 2.5 has training sentences for.
  languages: udpos.languages.filter((language) => !['th', 'tl', 'yo'].includes(language)),
  splits: { train: at('train'), development: at('dev'), test: at('test') },
  downloads: forAll(udpos.downloads.slice(0, 1)),
  meanTokens: {
    value: 31,
    source: 'Polyvia estimate: XLM-R tokens of English and Korean training sentences (31.5, 30.0)',
  },
  cluster: 'document',
  metrics: udpos.metrics,
  citation: udpos.citation,
  licence: udpos.licence,
  overlaps: {
    udpos: 'The same treebanks: a language that is trained on here is not zero-shot there.',
  },
  defaults: jiantPairs(10),
  traps: [
    'All treebanks of a language that are in the data folders are read together; with fewer than UD 2.5 has, this is less than XTREME trains on.',
    'Not every treebank has a development file (Estonian EWT): selection then needs another language.',
  ],
})
