import { LEAST_WORDS, NGRAM, SEEN_SHARE } from '#data'
import { count, listed, percent, plural } from '#kernel'
import type { ReportInput } from './input.ts'
import { languageName } from './language-name.ts'
import { decimal } from './numbers.ts'
import type { Report } from './schema.ts'

type Overlaps = Report['overlaps']

/** Share of a test set from which the limits name it: a percent of the items can make a point of accuracy. */
const TOLD_SHARE = 0.01

/** `12 of 1,000 items (1.2 %)`. */
export const shareText = (seen: number, items: number, noun = 'item'): string =>
  `${count(seen)} of ${plural(items, noun)} (${decimal((100 * seen) / items, seen / items < 0.001 ? 2 : 1)} %)`

/** Whether anything that was trained on is in a test set. */
export function overlapLead({ tested, compared, planned }: Overlaps): string {
  const scored = tested.filter((each) => each.scored)
  const items = scored.reduce((sum, each) => sum + each.items, 0)
  const seen = scored.reduce((sum, each) => sum + each.seen, 0)
  const candidates = tested.filter((each) => !each.scored).reduce((sum, each) => sum + each.seen, 0)
  const left =
    compared === planned
      ? ''
      : ` ${count(planned - compared)} of ${plural(planned, 'comparison')} of training data with test sets ${planned - compared === 1 ? 'is' : 'are'} still to be made: "polyvia run" makes them.`
  if (compared === 0) return `Whether training data is in the test sets has not been looked at yet.${left}`
  const also =
    candidates === 0
      ? ''
      : ` So ${candidates === 1 ? 'is' : 'are'} ${plural(candidates, 'candidate')} of searches.`
  return `${
    seen === 0
      ? `Nothing that was trained on is among the ${plural(items, 'test item')}.`
      : `${shareText(seen, items, 'test item')} ${seen === 1 ? 'is' : 'are'} in training data.`
  }${also}${left}`
}

/** What was compared with what, for the methods. */
export function overlapMethod({ study, overlaps }: ReportInput): string {
  if (overlaps.length === 0) return ''
  const unknown =
    typeof study.model === 'string'
      ? ` What ${study.model} was pretrained on before this study is not compared.`
      : ''
  return `All that is trained on in this study was compared with every test set, in all languages: an item counts as seen where all its texts are in one training example, where one of its texts (a premise, a question, a sentence) is a training text, or where at least ${percent(SEEN_SHARE)} of the ${NGRAM}-grams of words of one of its texts are in training texts, as in PaLM (Chowdhery et al. 2022, section 8). Case, punctuation and spaces do not count; labels and answers are not looked at; texts of fewer than ${LEAST_WORDS} words tell nothing, and those of fewer than ${NGRAM} are compared as wholes only. Translations and paraphrases of a seen text are not found.${unknown}`
}

/** Test sets of which more was seen than may be passed over. */
export function overlapLimits({ tasks }: ReportInput, { tested }: Overlaps): string[] {
  const told = tested.filter(({ scored, seen, items }) => scored && seen >= TOLD_SHARE * items)
  const targets = [...new Set(told.map(({ target }) => target))]
  return targets.map((target) => {
    const own = told
      .filter((each) => each.target === target)
      .map(({ language, seen, items }) => `${languageName(language)}: ${shareText(seen, items)}`)
    return `Test items of ${tasks[target]?.title ?? target} are in training data (${listed(own)}). Such items say how well an encoder remembers; the scores without them stand under "Training data in test sets".`
  })
}
