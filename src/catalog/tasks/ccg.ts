import { jiantPairs } from '../defaults.ts'
import { defineTask } from '../define.ts'

const split = (name: string) => ({
  files: { examples: [`ccg/${name}.tsv`], tags: ['ccg/categories.txt'] },
})

/** As many as jiant has; CCGbank's own names for them are licensed and come with it. */
const CATEGORIES = 1363

export const ccg = defineTask({
  id: 'ccg',
  title: 'CCG supertagging (CCGbank)',
  kind: 'tagging',
  measures: 'The lexical category of every word in combinatory categorial grammar, English newswire.',
  labels: Array.from({ length: CATEGORIES }, (_, number) => String(number)),
  format: 'tagging-tsv',
  options: { numbered: true },
  languages: ['en'],
  splits: { train: split('train'), development: split('development') },
  downloads: [
    {
      from: 'hand',
      how: 'CCGbank (LDC2005T13) is sold by the Linguistic Data Consortium and may not be passed on. From its files make ccg/train.tsv (sections 02 to 21) and ccg/development.tsv (section 00) in a data folder: one word, TAB, its category a line, a blank line between sentences. Then list the categories: cut -f2 ccg/train.tsv ccg/development.tsv | sed "/^$/d" | LC_ALL=C sort -u > ccg/categories.txt',
    },
  ],
  sizes: { train: { en: 38015 }, development: { en: 5484 } },
  meanTokens: {
    value: 33,
    source:
      'Polyvia estimate: CCGbank was not at hand; about 24 words a sentence at the 1.35 XLM-R tokens a word of newswire-like English',
  },
  metrics: ['token-accuracy'],
  citation: 'Hockenmaier and Steedman 2007',
  licence: 'LDC User Agreement (LDC2005T13)',
  defaults: jiantPairs(3),
  traps: [
    'Sizes are those that Phang et al. 2020 state (from memory); with the usual sections CCGbank has 39 604 and 1913 sentences, so they cut it otherwise.',
    'Labels are numbers: the line of a category in ccg/categories.txt. Make that list once and keep it, or heads change their meaning.',
  ],
})
