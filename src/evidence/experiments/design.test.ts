import { describe, expect, it } from 'vitest'
import { planStudy } from '#plan'
import { parseStudy, stagesOf } from '#study'
import type { Synthesis } from '../bundle/synthesis.ts'
import { makeProtocol } from '../protocol/make.ts'
import { designStudy } from './design.ts'

const protocolOf = (question: string) => makeProtocol({ question, date: '2026-11-02', sources: ['folder'] })
const design = (question: string) => designStudy(protocolOf(question), null)

const QUESTIONS = {
  rich: 'How does intermediate-task training on morphologically rich languages impact zero-shot cross-lingual transfer accuracy on XTREME-R sentence retrieval tasks compared to English-only baselines?',
  similarity:
    'How does intermediate-task training on semantic textual similarity datasets impact zero-shot cross-lingual transfer accuracy on XTREME-R for low-resource languages compared to general purpose fine-tuning?',
  domain:
    'How does intermediate-task training on out-of-domain corpora affect zero-shot cross-lingual performance on the XTREME benchmark compared to in-domain intermediate tasks?',
  qa: 'To what extent does intermediate-task training with English question-answering tasks generalize to cross-lingual retrieval tasks in XTREME-R, as measured by recall@10 compared to multilingual QA intermediate tasks?',
  mined:
    'To what extent does intermediate-task training with English question-answering tasks generalize to cross-lingual retrieval tasks, as measured by recall@10 compared to multilingual QA intermediate tasks?',
  complexity:
    'How does the performance of English vs. non-English intermediate-task fine-tuning compare on XTREME-R benchmark for languages with varying degrees of morphological complexity?',
}

const RETRIEVAL = ['tatoeba', 'lareqa', 'mewsli-x']

describe('designStudy', () => {
  it.each([
    [QUESTIONS.rich, 'tagging-rich vs tagging-en', RETRIEVAL, 'morphology', []],
    [QUESTIONS.similarity, 'sts-regression vs nli', ['xtreme-r'], 'resource-class', []],
    [QUESTIONS.domain, 'text-bible vs text-wikipedia', ['xtreme'], 'resource-class', []],
    [QUESTIONS.qa, 'qa-multilingual vs qa-en', RETRIEVAL, 'resource-class', ['recall@10']],
    [
      QUESTIONS.mined,
      'qa-multilingual vs qa-en',
      ['tatoeba', 'bucc2018'],
      'resource-class',
      ['recall@10', 'mining-f1'],
    ],
    [QUESTIONS.complexity, 'nli-zh vs nli-en', ['xtreme-r'], 'morphology', []],
  ])('proposes a study that parses and plans: %s', async (question, pair, targets, group, measure) => {
    const { study, missing, why } = design(question)
    expect(missing).toEqual([])
    expect(why.length).toBeGreaterThan(2)
    const parsed = parseStudy(study!, 'design.yaml')
    expect(parsed.question).toBe(question)
    expect(parsed.targets.map((target) => (typeof target === 'string' ? target : target.task))).toEqual(
      targets,
    )
    expect(parsed).toMatchObject({ model: 'xlm-roberta-large', seeds: 3, measure })
    expect(parsed.compare).toContain(pair)
    expect(parsed.groups).toContain(group)
    const plan = await planStudy(parsed, { data: [], models: [] })
    expect(plan.cells.length).toBeGreaterThan(0)
  })

  it('gives both sides of a pair the same number of examples', () => {
    const study = parseStudy(design(QUESTIONS.rich).study!, 'design.yaml')
    const total = (name: string) => {
      const [stage] = stagesOf(study, name)
      if (typeof stage !== 'object') throw new Error(name)
      return stage.languages!.length * stage.training!.limit!
    }
    for (const name of ['tagging', 'qa'])
      expect(total(`${name}-rich`) / total(`${name}-en`)).toBeCloseTo(1, 2)
  })

  it('says what is missing where the catalogue cannot measure a question', () => {
    const vitamins = design('What is the effect of vitamin D on bone density in older adults?')
    expect(vitamins.study).toBeNull()
    expect(vitamins.missing.join(' ')).toContain('"vitamin D"')
    expect(vitamins.missing.join(' ')).toContain('"bone density"')
    const images = design('Does intermediate training on images help cross-lingual retrieval?')
    expect(images.study).toBeNull()
    expect(images.missing).toContain('No intermediate task of the catalogue is "images".')
  })

  it('names what the literature leaves open', () => {
    const protocol = protocolOf(QUESTIONS.domain)
    const answer = { sentence: 'Nothing.', certainty: 'very-low' as const, why: [], claims: [], works: [] }
    const synthesis: Synthesis = {
      answer: { ...answer, stance: 'unclear' },
      facets: protocol.facets.map(({ id }) => ({
        ...answer,
        facet: id,
        stance: id === 'out-of-domain' ? 'mixed' : 'yes',
      })),
      contradictions: [],
      effects: [],
      pooled: [],
    }
    const { open, why } = designStudy(protocol, synthesis)
    expect(open.map(({ facet, stance }) => [facet, stance])).toEqual([['out-of-domain', 'mixed']])
    expect(why[0]).toBe('The literature is divided on "out-of-domain corpora".')
  })

  it('designs a study of single tasks', () => {
    const { study } = design(
      'Does training on paraphrase detection help named entity recognition in Swahili?',
    )
    const parsed = parseStudy(study!, 'design.yaml')
    expect(Object.keys(parsed.arms)).toEqual(['baseline', 'paraphrase'])
    expect(parsed.targets).toEqual(['panx'])
  })
})
