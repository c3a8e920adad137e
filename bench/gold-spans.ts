/**
 * How much of the gold answers a span of whole tokens can give back: the ceiling of every model with this tokenizer.
 *
 * Usage: npx tsx bench/gold-spans.ts TOKENIZER-FOLDER RULES LANGUAGE FILE.json.gz ...   (RULES: squad or mlqa; SQuAD's format)
 * Prints a line a file: answers, share given back letter for letter, and the official exact match and F1 of these spans.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openTokenizer } from '../src/features/tokenizer.ts'
import { mlqa } from '../src/score/answers/mlqa.ts'
import { squad } from '../src/score/answers/squad.ts'
import { goldSpanAnswers, questionsWithAnswers } from '../test/support/features/gold-spans.ts'

const MOST = 3000

const [folder, rules, language, ...files] = process.argv.slice(2) as [string, string, string, ...string[]]
const tokenizer = await openTokenizer(folder)
const { compare } = rules === 'mlqa' ? mlqa(language) : squad

for (const file of files) {
  const examples = questionsWithAnswers(gunzipSync(readFileSync(file)).toString()).slice(0, MOST)
  if (examples.length === 0) throw new Error(`no question of ${file} has its answer where it says`)
  const answers = await goldSpanAnswers(examples, tokenizer)
  let [letters, exact, f1] = [0, 0, 0]
  for (const [index, { answers: golds }] of examples.entries()) {
    const answer = answers[index]!
    if (answer === golds[0]!.text.trim()) letters++
    const outcome = compare(
      answer,
      golds.map(({ text }) => text),
    )
    if (outcome.exact) exact++
    f1 += outcome.overlap === 0 ? 0 : (2 * outcome.overlap) / (outcome.predicted + outcome.gold)
  }
  const share = (value: number) => ((100 * value) / examples.length).toFixed(1)
  console.log(
    `${basename(file)} ${language}: ${examples.length} answers, ${share(letters)} % letter for letter, exact match ${share(exact)}, F1 ${share(f1)}`,
  )
}
process.exit(0)
