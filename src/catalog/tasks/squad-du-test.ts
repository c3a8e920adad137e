import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { squadV1 } from './squad-v1.1.ts'

const files = { examples: inFolders(['train/qa/squad1-du-test', 'aqleaderboard/data'], 'test-v1.1.json') }

export const squadDuTest = defineTask({
  id: 'squad-du-test',
  title: 'SQuAD v1.1, a part of its training set (test split of Du et al.)',
  kind: 'span-extraction',
  measures: squadV1.measures,
  format: 'squad',
  languages: ['en'],
  splits: {
    train: { files, portion: { from: 0, to: 0.95 } },
    development: { files, portion: { from: 0.95, to: 1 } },
  },
  downloads: [
    fromGit(
      'tomhosking/aqleaderboard',
      '79ed2dc0dff52b0594275812f48ab176bcc498eb',
      'aqleaderboard',
      'data/test-v1.1.json',
    ),
  ],
  meanTokens: {
    value: 183,
    source:
      'Polyvia estimate: XLM-R tokens of question and paragraph of every seventh training question (183.4)',
  },
  metrics: squadV1.metrics,
  citation: `${squadV1.citation}; split: Du, Shao and Cardie 2017, arXiv 1705.00106`,
  licence: squadV1.licence,
  standsInFor: 'squad-v1.1',
  part: '11 877 of its 87 599 training questions, on 2430 paragraphs of 44 of its 442 articles',
  overlaps: {
    'squad-v1.1': 'a part of its training questions',
    'squad-v2.0': 'a part of its training questions that have an answer',
  },
  defaults: squadV1.defaults,
  traps: [
    'Du et al. call it a test split: of question generation. All of it is training data of SQuAD v1.1, none of it in its development set, which XQuAD translates.',
    'Split here by paragraph: 95 % to train on, 5 % to select.',
  ],
})
