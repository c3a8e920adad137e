import { fromGit, inFolders, TENTHS } from './files.ts'
import type { TaskEntryInput } from './task.ts'
import { squadV1 } from './tasks/squad-v1.1.ts'

const FILES = {
  'new-wiki': 'new_wiki_v1.0.json',
  amazon: 'amazon_reviews_v1.0.json',
  reddit: 'reddit_v1.0.json',
} as const

/** SquadShifts: new test sets of SQuAD in its own domain and in others. Here a paragraph in ten tests, one selects. */
export function squadShifts(
  domain: keyof typeof FILES,
  title: string,
  texts: string,
  tokens: number,
  overlaps: Record<string, string> = {},
): TaskEntryInput {
  const name = FILES[domain]
  const files = { examples: inFolders(['train/qa/squadshifts', 'squadshifts-website/datasets'], name) }
  return {
    id: `squadshifts-${domain}`,
    title: `SquadShifts, ${title}`,
    kind: 'span-extraction',
    measures: `Finding the answer to a question in ${texts}; asked and answered as in SQuAD.`,
    format: 'squad',
    languages: ['en'],
    splits: {
      train: { files, portion: TENTHS.train },
      development: { files, portion: TENTHS.development },
      test: { files, portion: TENTHS.test },
    },
    downloads: [
      fromGit(
        'modestyachts/squadshifts-website',
        'b7cc4d50af791c36c49417fb94dd739d6a9e7bef',
        'squadshifts-website',
        `datasets/${name}`,
      ),
    ],
    meanTokens: {
      value: tokens,
      source: 'Polyvia estimate: XLM-R tokens of question and paragraph of every fourth or fifth question',
    },
    cluster: 'paragraph',
    metrics: squadV1.metrics,
    citation: 'Miller, Krauth, Recht and Schmidt 2020, arXiv 2004.14444',
    licence: 'CC BY 4.0 (as known; none stated in the repository)',
    overlaps,
    defaults: squadV1.defaults,
    traps: [
      'Published as a test set: split here by paragraph, eight tenths to train on, a tenth to select, a tenth to test.',
    ],
  }
}
