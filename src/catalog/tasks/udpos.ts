import { jiantPairs } from '../defaults.ts'
import { defineTask } from '../define.ts'

const XTREME =
  'af ar bg de el en es et eu fa fi fr he hi hu id it ja kk ko mr nl pt ru ta te th tl tr ur vi yo zh'.split(
    ' ',
  )
/** Added by XTREME-R, from a later release. */
const ADDED = ['lt', 'pl', 'ro', 'uk', 'wo']
const treebanks = (release: string, split: string) => ({
  files: { examples: [`ud-treebanks-v${release}/UD_*/{lang}_*-ud-${split}.conllu`] },
  format: 'conllu',
  options: { fuse: true },
})

export const udpos = defineTask({
  id: 'udpos',
  title: 'UD part-of-speech tagging',
  kind: 'tagging',
  measures: 'The universal part of speech of every word (Universal Dependencies 2.5).',
  // Sorted, as XTREME builds its label file.
  labels: 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X'.split(' '),
  format: 'tagging-tsv',
  options: { missingTag: 'X' },
  // XTREME's 33, then the 5 that XTREME-R adds.
  languages: [...XTREME, ...ADDED],
  splits: {
    train: {
      languages: ['en'],
      files: { examples: ['udpos/train-{lang}.tsv'] },
      otherwise: [treebanks('2.5', 'train')],
    },
    development: {
      languages: ['en'],
      files: { examples: ['udpos/dev-{lang}.tsv'] },
      otherwise: [treebanks('2.5', 'dev')],
    },
    test: {
      files: { examples: ['ud/UD_*/{lang}_*-ud-test.conllu'] },
      format: 'conllu',
      options: { fuse: true },
      note: 'Gold tags come from the CoNLL-U test files in the data folders. With fewer treebanks than UD 2.5 has for a language, this is part of the XTREME test set.',
      otherwise: [
        { languages: XTREME, ...treebanks('2.5', 'test') },
        { languages: ADDED, ...treebanks('2.7', 'test') },
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
  downloads: [
    {
      from: 'url',
      urls: [
        'https://lindat.mff.cuni.cz/repository/xmlui/bitstream/handle/11234/1-3105/ud-treebanks-v2.5.tgz',
      ],
      into: '.',
      unpack: 'tar.gz',
      bytes: 355216681,
      sha256: '5ff973e44345a5f69b94cc1427158e14e851c967d58773cc2ac5a1d3adaca409',
      note: 'All treebanks of UD 2.5.',
    },
    {
      from: 'url',
      urls: [
        'https://lindat.mff.cuni.cz/repository/xmlui/bitstream/handle/11234/1-3424/ud-treebanks-v2.7.tgz',
      ],
      into: '.',
      unpack: 'tar.gz',
      splits: ['test'],
      note: 'All treebanks of UD 2.7, of which XTREME-R takes lt pl ro uk wo.',
    },
  ],
  sizes: {
    train: { en: 21253 },
    development: { en: 3974 },
    test: {
      af: 425, ar: 1680, bg: 1116, de: 22458, el: 2809, en: 5440, es: 3147, et: 3760, eu: 1799, fa: 600, fi: 4422,
      fr: 9465, he: 491, hi: 2684, hu: 449, id: 1557, it: 3518, ja: 2372, kk: 1047, ko: 4276, mr: 47, nl: 1471,
      pt: 2681, ru: 11336, ta: 120, te: 146, th: 1000, tl: 55, tr: 4785, ur: 535, vi: 800, yo: 100, zh: 5528,
    }, // biome-ignore format: a table
  },
  meanTokens: { value: 26, source: 'Polyvia estimate: XLM-R tokens of English train (25.8; test sets 32.9)' },
  cluster: 'document',
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
