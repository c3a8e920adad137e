import { describe, expect, test } from 'vitest'
import { align } from './align.ts'
import { entitiesIn } from './entities.ts'
import { inflectionKey } from './inflection.ts'
import { lexemes } from './lexemes.ts'
import { areOpposite } from './polarity.ts'

const keys = (text: string) => lexemes(text).map(({ key }) => key)

describe('inflection', () => {
  test.each([
    'improve improves improved improving',
    'use uses used using',
    'stop stopped stopping',
    'study studies studied',
    'label labels labelled labeled',
    'generalise generalize generalised',
    'behaviour behaviors',
    'corpus corpora',
    'show showed shown',
    'note notes noted noting',
    'exceed exceeds exceeded exceeding',
    'succeed succeeds succeeded',
    'speed speeds',
    'embedding embeddings',
    'setting settings',
    'finding findings',
    'size sizes sized',
  ])('%s are one word', (forms) => {
    expect(new Set(forms.split(' ').map(inflectionKey)).size).toBe(1)
  })

  test.each([
    'universal university',
    'supervised unsupervised',
    'low lower',
    'hard hardly',
    'organ organization',
    'general generate',
    'effect effective',
    'us use',
    'not noted',
    'rat rate',
    'rat rated',
    'fat fate',
    'car care',
    'win wine',
    'plan plane',
    'planned planed',
    'mean meaning',
    'set settings',
  ])('%s are two', (words) => {
    expect(new Set(words.split(' ').map(inflectionKey)).size).toBe(2)
  })
})

describe('lexemes', () => {
  test.each([
    ['1,104,934', '1104934'],
    ['392 702 examples', '392702 examples'],
    ['nine tasks', '9 tasks'],
    ['−3.2%', '-3.2 %'],
    ['-3.2 per cent', '-3.2 percent'],
    ['.85', '0.85'],
    ['10k pairs', '10000 pairs'],
    ["doesn't improve", 'does not improve'],
    ['fine‑tuning', 'fine-tuning'],
    ['state-of-the-art', 'SOTA'],
    ['XLM-RoBERTa', 'XLM-R'],
    ['10⁶', '10^{6}'],
    ['10⁻³', '10^-3'],
    ['$-$2.5', '-2.5'],
    ['$-0.5$', '−0.5'],
    ['$5$ layers', '5 layers'],
    ['by~3 points', 'by 3 points'],
    ['~3 points', 'about 3 points'],
    ['2× faster', '2x faster'],
    ['faster - and better', 'faster and better'],
  ])('"%s" and "%s" are the same', (one, other) => {
    expect(keys(one)).toEqual(keys(other))
  })

  test.each([
    ['-3.2', '3.2'],
    ['0.85', '85'],
    ['8.2 points', '8.2 percent'],
    ['GPT-2', 'GPT-3'],
    ['XLM', 'XLM-R'],
    ['is', 'is not'],
    ['$-$2.5', '2.5'],
    ['$-0.5$', '0.5'],
    ['\\mathbf{-3}', '\\mathbf{3}'],
    ['"-0.5"', '"0.5"'],
    ['of - 0.5', 'of 0.5'],
    ['of —0.5', 'of 0.5'],
    ['10^{6}', '106'],
    ['10^{-3}', '10^{3}'],
    ['10⁶', '106'],
    ['10⁻³', '10³'],
    ['5 mM', '5 mm'],
    ['5 mW', '5 MW'],
    ['US children', 'us children'],
    ['AIDS', 'help'],
    ['10m', '10M'],
  ])('"%s" and "%s" are not', (one, other) => {
    expect(keys(one)).not.toEqual(keys(other))
  })

  test('know the numbers that are parts of names', () => {
    expect(lexemes('GPT-3 has 96 layers').map(({ number, label }) => [number?.value ?? null, label])).toEqual(
      [
        [null, false],
        [3, true],
        [null, false],
        [96, false],
        [null, false],
      ],
    )
  })
})

test('an alignment keeps the order of both', () => {
  const { steps, cost } = align(lexemes('SQuAD helps MNLI most'), lexemes('MNLI helps SQuAD most'))
  expect(steps.map(({ kind }) => kind)).toEqual(['change', 'match', 'change', 'match'])
  expect(cost).toBeCloseTo(2.4)
  expect(align(lexemes('finetuning helps'), lexemes('fine-tuning helps')).cost).toBe(0)
})

test('claims may round, not sharpen', () => {
  const kind = (claim: string, passage: string) =>
    align(lexemes(claim), lexemes(passage)).steps.map((step) => step.kind)
  expect(kind('by 8.2', 'by 8.24')).toEqual(['match', 'match'])
  expect(kind('by 8.3', 'by 8.24')).toEqual(['match', 'change'])
  expect(kind('by 8.24', 'by 8.2')).toEqual(['match', 'change'])
  expect(kind('by 8', 'by 8.2')).toEqual(['match', 'change'])
  expect(kind('by 0.62', 'by 0.624')).toEqual(['match', 'match'])
  for (const [claim, passage] of [
    ['0.1', '0.05'],
    ['0.0', '0.04'],
    ['0.0', '-0.04'],
    ['0.1', '0.10001'],
  ])
    expect(kind(`by ${claim}`, `by ${passage}`)).toEqual(['match', 'change'])
})

test('opposites', () => {
  const opposite = (one: string, other: string) => areOpposite(inflectionKey(one), inflectionKey(other))
  expect(opposite('increases', 'decreased')).toBe(true)
  expect(opposite('reliable', 'unreliable')).toBe(true)
  expect(opposite('improves', 'increases')).toBe(false)
})

test('names of the catalogue, languages and acronyms are entities', () => {
  expect(
    entitiesIn(lexemes('We train XLM-R Large on TyDi in Swahili and Welsh with the model.')).map(
      ({ kind, text }) => [kind, text],
    ),
  ).toEqual([
    ['model', 'XLM R Large'],
    ['name', 'TyDi'],
    ['language', 'Swahili'],
    ['language', 'Welsh'],
  ])
})
