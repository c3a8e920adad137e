/**
 * How well reviews find the works that answer a question: recall of those listed by hand among the 10 and 50 nearest, by title
 * and abstract, and whether the first sentence has what is known of the answer.
 *
 *     npx tsx bench/reviews/measure.ts PAPERS [ENCODER]
 *
 * PAPERS: a folder of ACL Anthology XML; ENCODER: as `polyvia evidence --encoder` takes it (default auto).
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import { openEncoderFor } from '../../src/cli/evidence-encoder.ts'
import { openLiterature, openVerifier, runReview } from '../../src/evidence/index.ts'
import { parseYaml } from '../../src/study/index.ts'

const Questions = z.array(
  z.strictObject({ question: z.string(), works: z.array(z.string()), answer: z.string().optional() }),
)

const [papers, encoder = 'auto'] = process.argv.slice(2)
if (papers === undefined) throw new Error('Name the folder of papers.')
const questions = Questions.parse(
  parseYaml(readFileSync(join(import.meta.dirname, 'questions.yaml'), 'utf8')).value,
)
const { meaning, line } = await openEncoderFor(encoder, undefined)
console.log(line)
const totals = { at10: 0, at50: 0, of: 0, right: 0, known: 0 }
for (const { question, works, answer } of questions) {
  const folder = await mkdtemp(join(tmpdir(), 'polyvia-measured-'))
  try {
    const beganMs = performance.now()
    const { screening, synthesis } = await runReview({
      folder,
      question,
      date: '2026-11-30',
      today: '2026-11-30',
      sources: ['acl-anthology'],
      papers: [papers],
      http: openLiterature({ recordings: join(folder, 'recordings'), mode: 'replay' }),
      verifier: openVerifier({ mode: 'quotes' }),
      meaning,
      protocolFile: null,
      measured: [],
      onEvent: () => undefined,
    })
    const rankOf = new Map(
      screening.filter(({ stage }) => stage === 'title-abstract').map(({ work, rank }) => [work, rank]),
    )
    const ranks = works.map((id) => rankOf.get(`acl:${id}`) ?? null)
    const within = (most: number) => ranks.filter((rank) => rank !== null && rank <= most).length
    const { sentence } = synthesis.answer
    const right = answer === undefined ? null : new RegExp(answer).test(sentence)
    totals.at10 += within(10)
    totals.at50 += within(50)
    totals.of += works.length
    if (right !== null) totals.known++
    if (right === true) totals.right++
    const seconds = ((performance.now() - beganMs) / 1000).toFixed(0)
    console.log(`\n${question} (${seconds} s)`)
    console.log(
      `  ranks ${ranks.map((rank) => rank ?? 'none').join(', ') || 'nothing to find'}; first sentence ${right === null ? 'read it' : right ? 'right' : 'WRONG'}`,
    )
    console.log(`  ${sentence}`)
  } finally {
    await rm(folder, { recursive: true })
  }
}
await meaning?.close()
const { at10, at50, of, right, known } = totals
console.log(
  `\nOf ${of} works ${at10} within 10 and ${at50} within 50; of ${known} answers that are known ${right} right.`,
)
