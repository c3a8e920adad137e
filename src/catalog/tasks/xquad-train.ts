import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { forAll } from '../files.ts'
import { xquad } from './xquad.ts'

const { files } = xquad.splits.test!

export const xquadTrain = defineTask({
  id: 'xquad-train',
  title: 'XQuAD as training data',
  kind: 'span-extraction',
  measures:
    'Finding the answer to a question in a paragraph, learned from the same 1190 questions in every language.',
  format: 'squad',
  languages: xquad.languages,
  splits: {
    train: { files, portion: { from: 0, to: 0.9 } },
    development: { files, portion: { from: 0.9, to: 1 } },
  },
  downloads: forAll(xquad.downloads.slice(0, 1)),
  metrics: xquad.metrics,
  citation: xquad.citation,
  licence: xquad.licence,
  standsInFor: 'squad-v1.1',
  overlaps: {
    xquad: 'the same questions and paragraphs: never report XQuAD after training on this',
    lareqa: 'the same questions and paragraphs: never report LAReQA after training on this',
    'squad-v1.1': 'the English questions are in its development set',
  },
  defaults: jiantIntermediate('spans'),
  traps: [
    'A test set: for studies of multilingual question answering as a detour to other targets, never to XQuAD or LAReQA.',
    'Parts are drawn by the paragraph in its language, so translations of a paragraph can be in different parts.',
  ],
})
