import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { PolyviaError } from '#kernel'
import type { SpanExtractionExample } from './examples.ts'
import { read } from './test-material.ts'

// The same cases on every run; raise numRuns to look for more.
fc.configureGlobal({ seed: 1 })

/** A small valid dataset of every format, to be broken. */
const SEEDS: readonly [format: string, files: Record<string, string>, options: object][] = [
  [
    'squad',
    {
      examples:
        '{"data":[{"paragraphs":[{"context":"Ada 😀 Bob","qas":[{"id":"1","question":"q","answers":[{"text":"Bob","answer_start":6}]}]}]}]}',
    },
    {},
  ],
  ['parallel-lines', { text: 'eins\nzwei\n', english: 'one\ntwo\n' }, {}],
  ['tagging-tsv', { examples: 'Ada\tX\nruns\tX\n\nBob\tX\n' }, {}],
  ['panx-original', { examples: 'en:Ada\tX\n\nen:Bob\tX\n' }, {}],
  [
    'conllu',
    {
      examples:
        '# a\n1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\tX\t_\t_\t0\t_\t_\t_\n2\tb\t_\tX\t_\t_\t1\t_\t_\t_\n\n',
    },
    {},
  ],
  [
    'sentence-pairs',
    { examples: 'a\t"b ""c"""\tyes\r\nc\td\tno\r\n' },
    { form: 'tsv', quoting: 'csv', header: false, columns: { text: 0, pair: 1, label: 2 } },
  ],
  [
    'sentence-pairs',
    { examples: '{"t":"a","l":"yes"}\n{"t":"b","l":"no"}\n' },
    { form: 'jsonl', columns: { text: 't', label: 'l' } },
  ],
  [
    'scored-pairs',
    { examples: 'a,b,1.5\nc,d,2\n' },
    { form: 'csv', header: false, columns: { text: 0, pair: 1, value: 2 }, range: [0, 5] },
  ],
  [
    'multiple-choice',
    { examples: '{"c":"x","e":["1","2"],"l":1}\n' },
    { form: 'jsonl', context: '{c}', choices: 'e', answer: 'l' },
  ],
  ['plain-text', { text: 'eins\nzwei\n' }, {}],
  ['bible-xml', { text: '<b><seg id="1">eins</seg><seg id="2">zwei</seg></b>' }, {}],
]

/** Either every example is whole, or there is an error for people: never a stack, a hang, or half a dataset. */
function readsOrExplains(format: string, files: Record<string, string>, options: object): void {
  try {
    const { examples, gold } = read(format, files, { ...options })
    expect(typeof gold).toBe('boolean')
    for (const example of examples) expect(typeof example.id).toBe('string')
  } catch (error) {
    if (!(error instanceof PolyviaError)) throw error
    expect(error.message.length).toBeGreaterThan(10)
    expect(error.hint.length).toBeGreaterThan(10)
  }
}

describe.each(SEEDS)('%s', (format, files, options) => {
  test.prop([fc.string({ unit: 'binary', maxLength: 200 })], { numRuns: 60 })(
    'reads or refuses any text',
    (text) => {
      for (const role of Object.keys(files)) readsOrExplains(format, { ...files, [role]: text }, options)
    },
  )

  test.prop(
    [
      fc.nat(),
      fc.nat(8),
      fc.constantFrom('', '\t', '\n', '"', '\r', '{', '😀', '\ud800', ',', '<', '0', '_', '-'),
    ],
    { numRuns: 120 },
  )('reads or refuses a valid file with a piece replaced', (place, length, piece) => {
    const [role, text] = Object.entries(files)[0]!
    const at = place % (text.length + 1)
    readsOrExplains(
      format,
      { ...files, [role]: text.slice(0, at) + piece + text.slice(at + length) },
      options,
    )
  })
})

test.prop([fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.nat(), fc.nat()])(
  'squad gives back any span that Python would cut by code points',
  (context, from, length) => {
    const points = [...context]
    const start = from % points.length
    const text = points.slice(start, start + 1 + (length % points.length)).join('')
    const json = JSON.stringify({
      data: [
        {
          paragraphs: [
            { context, qas: [{ id: 'q', question: 'q', answers: [{ text, answer_start: start }] }] },
          ],
        },
      ],
    })
    const [example] = read('squad', { examples: json }).examples
    const [answer] = (example as SpanExtractionExample).answers
    expect(context.slice(answer!.start, answer!.start + text.length)).toBe(text)
  },
)
