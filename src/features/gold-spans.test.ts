import { describe, expect, test } from 'vitest'
import { goldSpanAnswers, questionsWithAnswers } from '../../test/support/features/gold-spans.ts'
import { sharedFile, withFolder, xlmrJson } from '../../test/support/features/tokenizers.ts'
import { openTokenizer } from './tokenizer.ts'

const FILES = [
  ...['ar', 'de', 'el', 'en', 'es', 'hi', 'ru', 'th', 'zh'].map(
    (language) => `xquad/xquad.${language}.json.gz`,
  ),
  ...['ar', 'bn', 'en', 'fi', 'ko', 'ru', 'sw'].map(
    (language) => `tydiqa/tydiqa-goldp-v1.1-dev/tydiqa.goldp.${language}.dev.json.gz`,
  ),
  'intermediate/qa/korquad/KorQuAD_v1.0_dev.json.gz',
]
const json = xlmrJson()

describe.skipIf(json === null)('gold spans under the tokenizer of XLM-R', async () => {
  const tokenizer =
    json === null ? null! : await withFolder({ 'tokenizer.json': json.toString() }, openTokenizer)

  test.each(FILES)('decode to the answers of %s', async (file) => {
    const bytes = sharedFile(file)
    if (bytes === null) return
    const examples = questionsWithAnswers(bytes.toString()).slice(0, 200)
    if (examples.length === 0) return
    const answers = await goldSpanAnswers(examples, tokenizer)
    const gold = examples.map((example) => example.answers[0]!.text)
    const exact = answers.filter((answer, index) => answer === gold[index]!.trim()).length
    const covering = answers.filter((answer, index) => answer.includes(gold[index]!.trim())).length
    console.info(`${file}: ${exact} of ${gold.length} answers exactly, ${covering} within whole tokens`)
    expect(covering / gold.length).toBeGreaterThan(0.995)
    // Korean particles hang on to words, and pieces cross that seam: docs/reference/metrics.md has the shares.
    expect(exact / gold.length).toBeGreaterThan(file.includes('korquad') ? 0.8 : 0.9)
  })
})
