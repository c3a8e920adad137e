import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, heldOut, inFolders, TENTHS } from '../files.ts'

const at = (name: string) => inFolders(['intermediate/qa/squad-it', 'squad-it', ''], name)
// SQuAD-it keeps the ids of SQuAD, as XQuAD does: its test file holds 778 of the 1190 questions of XQuAD.
const test = {
  examples: at('SQuAD_it-test.json'),
  without: inFolders(['xquad', ''], 'xquad.en.json'),
}

export const squadIt = defineTask({
  id: 'squad-it',
  title: 'SQuAD-it',
  kind: 'span-extraction',
  measures: 'Finding the answer to a question in an Italian paragraph; SQuAD v1.1, machine-translated.',
  format: 'squad',
  options: { misaligned: 'skip' },
  languages: ['it'],
  splits: {
    train: {
      files: { examples: at('SQuAD_it-train.json') },
      otherwise: [
        { files: test, portion: TENTHS.train, note: heldOut('the test file, less the questions of XQuAD,') },
      ],
    },
    development: { files: test, portion: TENTHS.development },
    test: { files: test, portion: TENTHS.test },
  },
  downloads: [
    fromGit(
      'crux82/squad-it',
      '86a19baebed654d07c4e790c07d39a02ceb6b15f',
      'squad-it',
      'SQuAD_it-train.json.gz',
      'SQuAD_it-test.json.gz',
    ),
  ],
  sizes: { train: { it: 54159 } },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Croce, Zelenanska and Basili 2018 (AI*IA)',
  licence: 'CC BY-SA 4.0',
  overlaps: {
    'squad-v1.1':
      'The same questions in Italian: its training file translates the training set, its test file the development set.',
    xquad: 'Questions of XQuAD are left out by their ids; other questions about the same articles are not.',
    lareqa:
      'Questions of XQuAD-R are left out by their ids; other questions about the same articles are not.',
  },
  defaults: jiantIntermediate('spans'),
  traps: [
    'The test file holds 778 of the 1190 questions of XQuAD, so xquad.en.json must be in the data folders: its ids are left out of every part.',
    '98 of the 21 489 answers of the test file are not at their place, 11 have no text: both are left out and counted.',
  ],
})
