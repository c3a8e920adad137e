import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { Protocol, SourceId } from '../bundle/protocol.ts'
import { QuestionError } from './errors.ts'
import { makeProtocol } from './make.ts'
import { facetsIn } from './match.ts'

const protocolOf = (question: string) =>
  makeProtocol({ question, date: '2026-11-21', sources: SourceId.options })
/** `role: label`, with a star where the facet sets the question apart. */
const facetsOf = (question: string) =>
  protocolOf(question).facets.map(
    ({ role, label, distinguishing }) => `${distinguishing ? '* ' : ''}${role}: ${label}`,
  )

describe('questions of the field', () => {
  test.each([
    [
      'How does intermediate-task training on morphologically rich languages impact zero-shot cross-lingual transfer accuracy on XTREME-R sentence retrieval tasks compared to English-only baselines?.',
      [
        'intervention: intermediate-task training',
        '* intervention: morphologically rich languages',
        'outcome: zero-shot cross-lingual transfer accuracy',
        'setting: XTREME-R',
        'outcome: sentence retrieval tasks',
        'comparator: English-only baselines',
      ],
    ],
    [
      'How does intermediate-task training on semantic textual similarity datasets impact zero-shot cross-lingual transfer accuracy on XTREME-R for low-resource languages compared to general purpose fine-tuning?.',
      [
        'intervention: intermediate-task training',
        '* intervention: semantic textual similarity datasets',
        'outcome: zero-shot cross-lingual transfer accuracy',
        'setting: XTREME-R',
        '* population: low-resource languages',
        'comparator: general purpose fine-tuning',
      ],
    ],
    [
      'How does intermediate-task training on out-of-domain corpora affect zero-shot cross-lingual performance on the XTREME benchmark compared to in-domain intermediate tasks?.',
      [
        'intervention: intermediate-task training',
        '* intervention: out-of-domain corpora',
        'outcome: zero-shot cross-lingual performance',
        'setting: XTREME benchmark',
        'comparator: in-domain intermediate tasks',
      ],
    ],
    [
      'To what extent does intermediate-task training with English question-answering tasks generalize to cross-lingual retrieval tasks in XTREME-R, as measured by recall@10 compared to multilingual QA intermediate tasks?.',
      [
        'intervention: intermediate-task training',
        'intervention: English question-answering tasks',
        'outcome: cross-lingual retrieval tasks',
        'setting: XTREME-R',
        '* outcome: recall@10',
        '* comparator: multilingual QA intermediate tasks',
      ],
    ],
    [
      'How does the performance of English vs. non-English intermediate-task fine-tuning compare on XTREME-R benchmark for languages with varying degrees of morphological complexity?.',
      [
        'intervention: intermediate-task fine-tuning',
        'intervention: English',
        '* comparator: non-English intermediate-task fine-tuning',
        'setting: XTREME-R benchmark',
        '* population: morphological complexity',
      ],
    ],
    [
      'How well do multilingual models perform on Swahili named entity recognition?',
      ['intervention: multilingual models', '* population: Swahili', '* outcome: named entity recognition'],
    ],
    [
      'Is Sentence-BERT better than LaBSE at bitext mining?',
      ['* intervention: Sentence-BERT', 'comparator: LaBSE', 'outcome: bitext mining'],
    ],
    [
      'Adapters versus full fine-tuning for low-resource machine translation',
      [
        '* intervention: Adapters',
        'comparator: full fine-tuning',
        '* population: low-resource machine translation',
        '* outcome: machine translation',
      ],
    ],
  ])('%s', (question, facets) => expect(facetsOf(question)).toEqual(facets))
})

describe('questions of other fields', () => {
  test.each([
    [
      'What is the effect of mRNA vaccines on hospitalization for COVID-19 in older adults compared to placebo?',
      [
        '* intervention: mRNA vaccines',
        '* outcome: hospitalization',
        '* population: COVID-19',
        '* population: older adults',
        '* comparator: placebo',
      ],
    ],
    [
      'Are mRNA vaccines effective at preventing severe COVID-19 in older adults?',
      ['* intervention: mRNA vaccines', '* outcome: severe COVID-19', '* population: older adults'],
    ],
    [
      'Does vitamin D supplementation reduce the risk of respiratory infections?',
      ['* intervention: vitamin D supplementation', '* outcome: respiratory infections'],
    ],
    [
      'Does sleep deprivation impair working memory in adolescents?',
      ['* intervention: sleep deprivation', '* outcome: working memory', '* population: adolescents'],
    ],
    [
      'How effective is mindfulness-based stress reduction against chronic low back pain?',
      ['* intervention: mindfulness-based stress reduction', '* outcome: chronic low back pain'],
    ],
    [
      'Does climate change impact crop yields in low- and middle-income countries?',
      [
        '* intervention: climate change',
        '* outcome: crop yields',
        'setting: low- and middle-income countries',
      ],
    ],
    [
      'What is the relationship between class size and academic achievement?',
      ['* intervention: class size', '* outcome: academic achievement'],
    ],
    [
      'Do “vision transformers” outperform convolutional networks on small medical imaging datasets?',
      [
        '* intervention: vision transformers',
        'comparator: convolutional networks',
        'setting: small medical imaging',
      ],
    ],
    ["What causes Alzheimer's disease?", ["* intervention: Alzheimer's disease"]],
    ['prompt injection', ['* intervention: prompt injection']],
    ['多语言模型如何影响低资源语言？', ['* intervention: 多语言模型如何影响低资源语言']],
  ])('%s', (question, facets) => expect(facetsOf(question)).toEqual(facets))
})

test('a facet asks a whole question, with a term that the question itself mentions', () => {
  const protocol = protocolOf(
    'How does intermediate-task training on out-of-domain corpora affect zero-shot cross-lingual performance on the XTREME benchmark compared to in-domain intermediate tasks?',
  )
  expect(facetsIn(protocol, protocol.question)).toEqual(protocol.facets.map(({ id }) => id))
  expect(protocol.facets.map(({ question }) => question)).toEqual([
    'What is the effect of intermediate-task training on zero-shot cross-lingual performance?',
    'What is known about intermediate-task training in connection with out-of-domain corpora?',
    'What do studies of intermediate-task training report about zero-shot cross-lingual performance?',
    'What do studies find with regard to the XTREME benchmark?',
    'How do the results compare with in-domain intermediate tasks?',
  ])
})

test.each(['', '  ', '?!', 'What is it?'])('"%s" is no question', (question) =>
  expect(() => protocolOf(question)).toThrow(QuestionError),
)

test('a period that ends before it begins is refused', () => {
  expect(() =>
    makeProtocol({
      question: 'Vaccines',
      date: '2026-11-21',
      sources: ['arxiv'],
      from: '2021-01-01',
      until: '2020-01-01',
    }),
  ).toThrow('2021-01-01')
})

describe('queries', () => {
  const { queries } = protocolOf('Does intermediate-task training improve recall@10 for Swahili?')

  test('begin with the whole question and go on with its pairs, in the syntax of the source', () => {
    expect(queries.crossref).toEqual([
      'intermediate-task training recall@10 Swahili',
      'intermediate-task training recall@10',
      'intermediate-task training Swahili',
      'Swahili recall@10',
    ])
    expect(queries.arxiv?.[0]).toMatch(
      /^\((?:ti:"[^"]+" OR abs:"[^"]+"(?: OR )?)+\) AND \(.*\) AND \(ti:"Swahili" OR abs:"Swahili"\)$/,
    )
    expect(queries.openalex?.[0]).toMatch(
      /^\("intermediate-task" OR "intermediate task"\) AND \(.*\) AND \("Swahili"\)$/,
    )
    expect(queries['semantic-scholar']?.[0]).toMatch(/^\("intermediate task"\) \+ \(.*\) \+ \("Swahili"\)$/)
  })

  test('name hyphenated terms in both forms, without a hyphen where that means "not"', () => {
    expect(queries.arxiv?.[0]).toContain('abs:"intermediate-task"')
    expect(queries.arxiv?.[0]).toContain('abs:"intermediate task"')
    expect(queries['semantic-scholar']?.join()).not.toContain('-')
  })

  test('for local rankings are plain words, none twice', () => {
    for (const query of queries['acl-anthology'] ?? []) {
      expect(query).toMatch(/^[\p{L}\p{N}@\s.'-]+$/u)
      const words = query.toLowerCase().split(' ')
      expect(new Set(words).size).toBe(words.length)
    }
    expect(queries.folder).toEqual(queries['acl-anthology'])
  })

  test('take nothing of the question for an operator', () => {
    const { queries } = protocolOf('Does "foo\\" OR all:*" improve (bar) | baz?')
    for (const query of queries.arxiv ?? [])
      expect(query.match(/"/g)?.length).toSatisfy((n: number) => n % 2 === 0)
    expect(queries.openalex?.join(' ')).not.toMatch(/\\|\*|\|/)
  })
})

test('criteria name the period, the limit and every reason once', () => {
  const protocol = makeProtocol({
    question: 'Do vaccines prevent influenza?',
    date: '2026-11-21',
    sources: ['folder'],
    from: '2019-01-01',
    until: '2020-12-31',
    limits: { fullTexts: 7 },
  })
  expect(protocol.criteria.map(({ code }) => code)).toEqual([
    'on-topic',
    'text-on-topic',
    'no-title',
    'not-a-study',
    'too-early',
    'too-late',
    'language',
    'off-topic',
    'not-sought-limit',
    'text-off-topic',
  ])
  expect(protocol.criteria.map(({ text }) => text).join()).toMatch(/2019-01-01.*2020-12-31.*7 works/)
})

property.prop([fc.string({ unit: 'grapheme', maxLength: 200 })])(
  'any text gives a protocol, the same one each time, or the one error',
  (question) => {
    let protocol: Protocol
    try {
      protocol = protocolOf(question)
    } catch (error) {
      expect(error).toBeInstanceOf(QuestionError)
      return
    }
    expect(Protocol.parse(protocol)).toEqual(protocol)
    expect(protocolOf(question)).toEqual(protocol)
    expect(new Set(protocol.facets.map(({ id }) => id)).size).toBe(protocol.facets.length)
  },
)

const WORDS =
  'does the effect of on in for compared to than English Turkish vaccines improve and "a b" XNLI zero-shot tasks ? ,'.split(
    ' ',
  )
property.prop([fc.array(fc.constantFrom(...WORDS), { maxLength: 14 })])(
  'any row of function words and terms is read',
  (row) => {
    try {
      expect(protocolOf(row.join(' ')).facets.length).toBeGreaterThan(0)
    } catch (error) {
      expect(error).toBeInstanceOf(QuestionError)
    }
  },
)
