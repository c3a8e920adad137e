import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { commonsenseQa } from './commonsenseqa.ts'

const { options, otherwise = [], ...original } = { options: {}, ...commonsenseQa.splits.development! }
const published = { ...commonsenseQa.options, ...options }

export const commonsenseQaGkp = defineTask({
  ...commonsenseQa,
  id: 'commonsenseqa-gkp',
  title: 'CommonsenseQA, training set as in GKP',
  options: { form: 'json', context: '{query}', choices: 'cands', answer: 'answer', answers: 'text' },
  splits: {
    train: {
      files: { examples: inFolders(['train/mc/commonsenseqa-v1.11', 'GKP/data/csqa'], 'train.csqa.json') },
    },
    development: {
      ...original,
      options: published,
      otherwise: otherwise.map((source) => ({ ...source, options: { ...published, ...source.options } })),
    },
  },
  downloads: [
    {
      ...fromGit(
        'liujch1998/GKP',
        '9ea5559ef5ac0fedb8614b6503407bf2f026649d',
        'GKP',
        'data/csqa/train.csqa.json',
      ),
      splits: ['train'],
    },
    ...commonsenseQa.downloads,
  ],
  sizes: { train: { en: 9699 }, development: { en: 1221 } },
  citation: `${commonsenseQa.citation}; copy in GKP: Liu et al. 2022, arXiv 2110.08387`,
  licence: 'none stated',
  standsInFor: 'commonsenseqa',
  part: 'its whole training set but 42 questions, re-formatted',
  overlaps: { commonsenseqa: 'the same questions' },
  traps: ['42 of the 9741 questions have the right choice twice: left out and counted.'],
})
