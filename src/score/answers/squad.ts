import { splitWords } from '#kernel'
import type { AnswerRules } from './answer-rules.ts'
import { bestOutcome } from './best.ts'
import { ASCII_PUNCTUATION, wholeWords } from './python-text.ts'

const PUNCTUATION = new RegExp(`[${ASCII_PUNCTUATION}]`, 'g')
const ARTICLES = wholeWords(['a', 'an', 'the'])

/** Lower case, without ASCII punctuation, without English articles, words parted by single spaces. */
export function normalizeSquad(text: string): string {
  return splitWords(text.toLowerCase().replace(PUNCTUATION, '').replace(ARTICLES, ' ')).join(' ')
}

/**
 * SQuAD v1.1 (evaluate-v1.1.py), for every language alike: no tokens but those between spaces, so that in Chinese and
 * Thai F1 comes close to exact match. XTREME scores XQuAD and TyDiQA by these.
 */
export const squad: AnswerRules = {
  compare: (prediction, golds) => bestOutcome(normalizeSquad(prediction), golds.map(normalizeSquad)),
}

/**
 * SQuAD v2.0 (evaluate-v2.0.py): where no gold answer is left after normalisation, the empty answer is right and every
 * other one wrong. Such a question enters the token counts as one token on each side.
 */
export const squadV2: AnswerRules = {
  compare(prediction, golds) {
    const answers = golds.map(normalizeSquad).filter((gold) => gold !== '')
    const predicted = normalizeSquad(prediction)
    if (answers.length > 0) return bestOutcome(predicted, answers)
    const exact = predicted === ''
    return { exact, overlap: exact ? 1 : 0, predicted: 1, gold: 1 }
  },
}
