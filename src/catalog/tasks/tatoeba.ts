import { jiantRetrieval } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const tatoeba = defineTask({
  id: 'tatoeba',
  title: 'Tatoeba sentence retrieval',
  kind: 'sentence-retrieval',
  measures:
    'Whether an English sentence finds its translation among all sentences of the other language, untrained.',
  format: 'parallel-lines',
  // XTREME's 36 (all 40 but en ms my yo), then the 5 that XTREME-R adds.
  languages:
    'af ar bg bn de el es et eu fa fi fr he hi hu id it ja jv ka kk ko ml mr nl pt ru sw ta te th tl tr ur vi zh az lt pl ro uk'.split(
      ' ',
    ),
  splits: {
    test: {
      files: {
        text: ['tatoeba/tatoeba.{iso3}-eng.{iso3}', 'LASER/data/tatoeba/v1/tatoeba.{iso3}-eng.{iso3}'],
        english: ['tatoeba/tatoeba.{iso3}-eng.eng', 'LASER/data/tatoeba/v1/tatoeba.{iso3}-eng.eng'],
      },
    },
  },
  downloads: [
    {
      from: 'git',
      repository: 'facebookresearch/LASER',
      commit: '74bc6ae7ffb7cba670fe0f428d0ede9f666fb821',
      paths: ['data/tatoeba/v1'],
      into: 'LASER',
    },
  ],
  sizes: {
    test: { each: 1000, jv: 205, ka: 746, kk: 575, ml: 687, sw: 390, ta: 307, te: 234, th: 548 },
  },
  meanTokens: { value: 12, source: 'Polyvia estimate: XLM-R tokens of 14 languages (11.8)' },
  parallel: 'english',
  metrics: ['retrieval-accuracy'],
  citation: 'Artetxe and Schwenk 2019, arXiv 1812.10464; in XTREME: Hu et al. 2020, arXiv 2003.11080',
  licence: 'CC BY 2.0 FR (Tatoeba)',
  defaults: jiantRetrieval(),
  traps: [
    "XTREME queries with the English sentence over the other language's sentences; MTEB goes the other way.",
    'Files are those of LASER, where line i translates line i. XTREME sorts the English side alphabetically to hide this: its own copies cannot be scored.',
    'Three "XLM-R Large" baselines circulate (31.0, 57.3, and one tuned on SQuAD): name layer, pooling and checkpoint.',
  ],
})
