import { jiantRetrieval } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { ntrex } from './ntrex.ts'

const FOLDERS = ['text/ntrex', 'ntrex', 'NTREX/NTREX-128', 'NTREX-128']
const files = {
  text: FOLDERS.map((folder) => `${folder}/newstest2019-{code}.txt`),
  english: FOLDERS.map((folder) => `${folder}/newstest2019-src.eng.txt`),
}

/** Choosing layer and pooling needs translations that are no target: the part of NTREX that masked-LM does not train on. */
export const ntrexRetrieval = defineTask({
  id: 'ntrex-retrieval',
  title: 'NTREX-128 sentence retrieval',
  kind: 'sentence-retrieval',
  measures:
    'Whether an English news sentence finds its translation; made for choosing layer and pooling of other retrieval.',
  format: 'parallel-lines',
  languages: ntrex.languages.filter((language) => language !== 'en'),
  codes: Object.fromEntries(Object.entries(ntrex.codes).filter(([code]) => code !== 'en')),
  splits: {
    // The lines of the text task's development split, so that an encoder pretrained on its train split has not seen them.
    development: { files, portion: { from: 0.95, to: 1 } },
    test: { files },
  },
  sizes: { test: { each: 1997 } },
  parallel: 'id',
  metrics: ['retrieval-accuracy'],
  citation: ntrex.citation,
  licence: ntrex.licence,
  overlaps: {
    ntrex: 'The same sentences: train splits of the text and the development split here are disjoint.',
  },
  defaults: jiantRetrieval(),
})
