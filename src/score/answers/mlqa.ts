import { own, splitWords } from '#kernel'
import { LanguageUnknownError } from '../errors.ts'
import type { AnswerRules } from './answer-rules.ts'
import { bestOutcome } from './best.ts'
import { ASCII_PUNCTUATION, wholeWords } from './python-text.ts'

/** Unicode's punctuation (categories P*) and ASCII's symbols; other symbols, such as the euro sign, stay. */
const PUNCTUATION = new RegExp(`[\\p{P}${ASCII_PUNCTUATION}]`, 'gu')

/** What the official script takes out as articles. Hindi and Chinese have none. */
const ARTICLES: Readonly<Record<string, RegExp | null>> = {
  en: wholeWords(['a', 'an', 'the']),
  es: wholeWords(['un', 'una', 'unos', 'unas', 'el', 'la', 'los', 'las']),
  de: wholeWords('ein eine einen einem eines einer der die das den dem des'.split(' ')),
  vi: wholeWords(['của', 'là', 'cái', 'chiếc', 'những']),
  // The script's '\sال^|ال' can only match its second half: the two letters anywhere, inside words too.
  ar: /ال/g,
  hi: null,
  zh: null,
}

const HAN = /[\u4e00-\u9fa5]/g

/** Lower case, without Unicode punctuation, without the language's articles, tokens parted by single spaces. */
export function normalizeMlqa(text: string, language: string): string {
  const articles = own(ARTICLES, language)
  if (articles === undefined) throw new LanguageUnknownError('MLQA', language, Object.keys(ARTICLES))
  const bare = text.toLowerCase().replace(PUNCTUATION, '')
  const withoutArticles = articles === null ? bare : bare.replace(articles, ' ')
  // Mixed segmentation: each Han character is a token, between them spaces part tokens.
  const spaced = language === 'zh' ? withoutArticles.replace(HAN, ' $& ') : withoutArticles
  return splitWords(spaced).join(' ')
}

/** The MLQA rules of a language (mlqa_evaluation_v1.py). Throws for a language that they do not cover. */
export function mlqa(language: string): AnswerRules {
  const normalize = (text: string) => normalizeMlqa(text, language)
  normalize('')
  return { compare: (prediction, golds) => bestOutcome(normalize(prediction), golds.map(normalize)) }
}
