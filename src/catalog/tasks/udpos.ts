import { jiantPairs } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const udpos = defineTask({
  id: 'udpos',
  title: 'UD part-of-speech tagging',
  type: 'tagging',
  measures: 'The universal part of speech of every word (Universal Dependencies 2.5).',
  // Sorted, as XTREME builds its label file.
  labels: 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X'.split(' '),
  format: 'tagging-tsv',
  options: { missingTag: 'X' },
  // XTREME's 33, then the 5 that XTREME-R adds.
  languages:
    'af ar bg de el en es et eu fa fi fr he hi hu id it ja kk ko mr nl pt ru ta te th tl tr ur vi yo zh lt pl ro uk wo'.split(
      ' ',
    ),
  splits: {
    train: { languages: ['en'], files: { examples: ['udpos/train-{lang}.tsv'] } },
    development: { languages: ['en'], files: { examples: ['udpos/dev-{lang}.tsv'] } },
    test: {
      files: {
        examples: ['ud/UD_*/{lang}_*-ud-test.conllu', 'ud-treebanks-v2.5/UD_*/{lang}_*-ud-test.conllu'],
      },
      format: 'conllu',
      options: { fuse: true },
      note: 'Gold tags come from the CoNLL-U test files in the data folders. With fewer treebanks than UD 2.5 has for a language, this is part of the XTREME test set.',
      otherwise: [
        {
          languages:
            'af ar bg de el es et eu fa fi fr he hi hu id it ja kk ko mr nl pt ru ta te th tl tr ur vi yo zh lt pl ro uk wo'.split(
              ' ',
            ),
          files: { examples: ['udpos/dev-{lang}.tsv'] },
          note: 'No CoNLL-U test file in the data folders: the development file is scored in its place. Models are selected on English alone, so nothing was tuned on it.',
        },
      ],
    },
  },
  metrics: ['chunk-f1', 'token-accuracy'],
  citation: 'Nivre et al. 2018 (UD 2.5); in XTREME: Hu et al. 2020, arXiv 2003.11080',
  licence: 'per treebank, CC BY-SA or CC BY-NC-SA',
  defaults: jiantPairs(10),
  traps: [
    'XTREME test files (udpos/test-*.tsv) have words only. Gold is read from CoNLL-U with the XTREME rule for multiword tokens: the fused form, with the tag of its head.',
    'The published "POS accuracy" is F1 over chunks that merge adjacent equal tags, not token accuracy.',
    'kk th tl yo have test but no development data.',
  ],
})
