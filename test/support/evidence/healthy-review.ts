import type { Facet } from '../../../src/evidence/bundle/protocol.ts'
import { type MadeClaim, type MadeWork, makeFrozen } from './made-review.ts'

const facet = (
  id: string,
  role: Facet['role'],
  label: string,
  words: string[],
  distinguishing = false,
): Facet => ({
  id,
  role,
  label,
  question: `What is known about ${label}?`,
  terms: words.map((text) => ({ text, synonyms: [] })),
  distinguishing,
})

const FACETS = [
  facet('training', 'intervention', 'intermediate training', ['intermediate training']),
  facet('transfer', 'outcome', 'cross-lingual transfer', ['transfer'], true),
  facet('small-data', 'population', 'small training sets', ['small training sets', 'few examples']),
  facet('encoders', 'setting', 'multilingual encoders', ['encoder']),
]

/** One work a row: its topic, its authors, what it says of the first two facets, and what of the last two. */
const ROWS: readonly (readonly [topic: string, authors: string, first: string, second: string])[] = [
  [
    'paraphrase pairs',
    'Ada Arendt',
    'Paraphrase pairs before tagging raise part-of-speech accuracy on Finnish treebanks by 2.1 points.',
    'Compact encoders forget morphology after ten epochs of paraphrase detection with few examples.',
  ],
  [
    'reading comprehension',
    'Bo Berg',
    'Reading comprehension as a first step lifts exact match on Arabic questions by 6.4 points.',
    'Answer spans suffer most when the encoder sees fewer than 500 annotated passages.',
  ],
  [
    'inference pairs',
    'Chika Cho',
    'Entailment pairs improve sentence retrieval between Swahili and English from 31.0 to 44.5.',
    'Mean pooling of middle layers retrieves best while inference heads overfit small training sets.',
  ],
  [
    'commonsense stories',
    'Dina Diallo',
    'Choosing story endings helps causal reasoning in Quechua and Haitian Creole by 3.3 points.',
    'Larger batches stabilise commonsense tuning whenever scarce stories are repeated.',
  ],
  [
    'sentiment reviews',
    'Emil Eide',
    'Product sentiment damages named entity recognition in Yoruba newspapers by 1.7 points.',
    'Polarity classifiers shift embeddings towards English unless vocabulary stays frozen.',
  ],
  [
    'grammatical acceptability',
    'Fumi Fuchs',
    'Acceptability judgements leave dependency parsing of Turkish and Basque unchanged within 0.2 points.',
    'Syntactic probes of acceptability models recover agreement with 800 labelled trees.',
  ],
  [
    'translation ranking',
    'Gita Gallo',
    'Ranking translations doubles bitext mining precision for Nepali against plain pretraining.',
    'Dual towers with shared parameters need hard negatives in scarce bitext conditions.',
  ],
  [
    'news headlines',
    'Hana Holm',
    'Headline topics transfer to Indonesian hate speech filters with 4.9 points higher recall.',
    'Adapters inserted per layer keep headline knowledge across forty scripts.',
  ],
  [
    'dialogue acts',
    'Ivo Ilic',
    'Dialogue act labels speed convergence of Vietnamese slot filling by 35 percent.',
    'Conversational pretraining objectives saturate after 2,000 annotated turns.',
  ],
  [
    'word senses',
    'Jun Jansen',
    'Sense disambiguation sharpens lexical similarity judgements for Estonian nouns by 5.6 points.',
    'Gloss supervision benefits rare lemmas provided subword segmentation respects stems.',
  ],
]

const WORKS = ROWS.map(
  ([topic, author, first, second], at): MadeWork => ({
    id: `acl:2025.made-up.${at + 1}`,
    title: `On ${topic} as intermediate training`,
    year: 2023 + (at % 3),
    authors: [author],
    type: at % 5 === 4 ? 'preprint' : 'proceedings-article',
    venue: 'Proceedings of a made-up meeting',
    abstract: `We study cross-lingual transfer after intermediate training on ${topic} with a multilingual encoder.`,
    sources: at === 0 ? ['acl-anthology'] : at === 1 ? ['arxiv'] : ['acl-anthology', 'arxiv'],
    sections: [
      ['1 Results', first, second],
      [
        '2 Related results',
        `As others have seen, ${[...ROWS[(at + 1) % ROWS.length]![2]].map((c, i) => (i === 0 ? c.toLowerCase() : c)).join('')}`,
      ],
      [
        '3 Details',
        'Values are means over five random seeds with standard deviations. Code is publicly available.',
      ],
    ],
  }),
)

const id = (at: number) => WORKS[at % WORKS.length]!.id
const CLAIMS = ROWS.flatMap(([, , first, second], at): MadeClaim[] => [
  {
    id: `claim-${at + 1}a`,
    text: first,
    facets: ['training', 'transfer'],
    from: [id(at), first],
    slots: { comparator: 'no intermediate training' },
    label: 'supported',
    confidence: 0.95,
    findings: [
      [id(at), first, 'supported'],
      [id(at + WORKS.length - 1), first.slice(1), 'supported'],
    ],
  },
  {
    id: `claim-${at + 1}b`,
    text: second,
    facets: ['small-data', 'encoders'],
    from: [id(at), second],
    slots: { comparator: 'full data' },
    label: 'supported',
    confidence: 0.95,
    findings: [[id(at), second, 'supported']],
  },
])

/** A made-up review without defects, for controls: what reviewers say of it must be good. */
export const healthyBundle = makeFrozen({
  question:
    'Does intermediate training help cross-lingual transfer of multilingual encoders with few examples?',
  date: '2026-01-15',
  facets: FACETS,
  works: WORKS,
  claims: CLAIMS,
  synthesis: {
    answer: {
      stance: 'mixed',
      sentence: 'Mostly: seven of ten works report a gain, one a loss.',
      certainty: 'moderate',
      why: ['ten works with different tasks'],
      claims: ['claim-1a', 'claim-2a', 'claim-5a'],
      works: [id(0), id(1), id(4)],
    },
    facets: [],
    contradictions: [
      {
        claims: ['claim-1a', 'claim-5a'],
        about: 'whether tagging gains',
        factors: [{ name: 'task', one: 'part-of-speech tagging', other: 'named entity recognition' }],
      },
    ],
    effects: [],
    pooled: [],
  },
})
