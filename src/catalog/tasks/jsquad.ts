import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromJglue, heldOut, inFolders, TENTHS } from '../files.ts'

const at = (name: string) => ({
  examples: inFolders(
    ['intermediate/qa/jsquad', 'JGLUE/datasets/jsquad-v1.3', 'jsquad-v1.3', 'jsquad'],
    name,
  ),
})
const valid = at('valid-v1.3.json')

export const jsquad = defineTask({
  id: 'jsquad',
  title: 'JSQuAD (JGLUE)',
  kind: 'span-extraction',
  measures:
    'Finding the answer to a question in a Japanese Wikipedia paragraph; written in Japanese, not translated.',
  format: 'squad',
  languages: ['ja'],
  splits: {
    train: {
      files: at('train-v1.3.json'),
      otherwise: [{ files: valid, portion: TENTHS.train, note: heldOut('the validation file') }],
    },
    development: { files: valid, portion: TENTHS.development },
    test: { files: valid, portion: TENTHS.test },
  },
  downloads: fromJglue('jsquad-v1.3'),
  sizes: { train: { ja: 62697 } },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Kurihara, Kawahara and Shibata 2022 (LREC, JGLUE)',
  licence: 'CC BY-SA 4.0',
  defaults: jiantIntermediate('spans'),
  traps: [
    'A context begins with the title of the article and "[SEP]".',
    'Japanese has no spaces: F1 over white-space tokens is close to exact match.',
    'The validation file has 4442 questions about 1145 paragraphs; a tenth selects, a tenth tests.',
  ],
})
