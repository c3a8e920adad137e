import { describe, expect, it } from 'vitest'
import { language, task } from '#catalog'
import { planStudy } from '#plan'
import { parseStudy, type Study, stagesOf } from '#study'
import { designStudy } from './design.ts'
import { readForDesign } from './design-question.ts'

const designed = (question: string): Study => parseStudy(designStudy(question).study!, 'design.yaml')
const missing = (question: string) => designStudy(question).missing
const targetsOf = ({ targets }: Study) =>
  targets.map((target) => (typeof target === 'string' ? target : target.task))

/** The stage that an arm trains. */
function stageOf(study: Study, arm: string) {
  const [stage] = stagesOf(study, arm)
  if (typeof stage !== 'object') throw new TypeError(`${arm} is not written out`)
  return stage
}

const QUESTIONS = {
  rich: 'How does intermediate-task training on morphologically rich languages impact zero-shot cross-lingual transfer accuracy on XTREME-R sentence retrieval tasks compared to English-only baselines?.',
  similarity:
    'How does intermediate-task training on semantic textual similarity datasets impact zero-shot cross-lingual transfer accuracy on XTREME-R for low-resource languages compared to general purpose fine-tuning?.',
  domain:
    'How does intermediate-task training on out-of-domain corpora affect zero-shot cross-lingual performance on the XTREME benchmark compared to in-domain intermediate tasks?.',
  qa: 'To what extent does intermediate-task training with English question-answering tasks generalize to cross-lingual retrieval tasks in XTREME-R, as measured by recall@10 compared to multilingual QA intermediate tasks?.',
  complexity:
    'How does the performance of English vs. non-English intermediate-task fine-tuning compare on XTREME-R benchmark for languages with varying degrees of morphological complexity?.',
}
const RETRIEVAL = ['tatoeba', 'lareqa', 'mewsli-x']

describe('designStudy on the questions of the given reports', () => {
  it.each([
    [QUESTIONS.rich, 'tagging-rich vs tagging-en', RETRIEVAL, 'morphology', []],
    [QUESTIONS.similarity, 'sts-regression vs nli', ['xtreme-r'], 'resource-class', []],
    [QUESTIONS.domain, 'text-bible vs text-wikipedia', ['xtreme'], 'resource-class', []],
    [QUESTIONS.qa, 'qa-en vs qa-multilingual', RETRIEVAL, 'resource-class', ['recall@10']],
    [QUESTIONS.complexity, 'nli-en vs nli-zh', ['xtreme-r'], 'morphology', []],
  ])('drafts a study that parses and plans: %s', async (question, pair, targets, group, measure) => {
    expect(missing(question)).toEqual([])
    const study = designed(question)
    expect(study.question).toBe(question.replace(/\.$/, ''))
    expect(targetsOf(study)).toEqual(targets)
    expect(study).toMatchObject({ model: 'xlm-roberta-large', seeds: 3, measure })
    expect(study.compare).toContain(pair)
    expect(study.groups).toContain(group)
    const plan = await planStudy(study, { data: [], models: [] })
    expect(plan.cells.length).toBeGreaterThan(0)
  })

  it('trains on languages as the question asks for them', () => {
    const rich = designed(QUESTIONS.rich)
    for (const arm of ['tagging-rich', 'qa-rich', 'nli-rich'])
      for (const code of stageOf(rich, arm).languages!)
        expect([arm, code, language(code).morphology]).toEqual([arm, code, 'agglutinative'])
    const { arms } = designed(QUESTIONS.complexity)
    const morphologies = Object.keys(arms)
      .filter((arm) => arm.startsWith('tagging-'))
      .map((arm) => language(arm.slice('tagging-'.length)).morphology)
    expect(new Set(morphologies)).toEqual(new Set(['isolating', 'fusional', 'introflexive', 'agglutinative']))
  })

  it('gives both sides of a pair the same limit of examples', () => {
    for (const [question, one, other] of [
      [QUESTIONS.rich, 'tagging-rich', 'tagging-en'],
      [QUESTIONS.rich, 'qa-rich', 'qa-en'],
      [QUESTIONS.qa, 'qa-multilingual', 'qa-en'],
      [QUESTIONS.domain, 'text-bible', 'text-wikipedia'],
      [QUESTIONS.domain, 'qa-reviews', 'qa-wikipedia'],
    ] as const) {
      const study = designed(question)
      const total = (arm: string) => {
        const { languages, training } = stageOf(study, arm)
        return (languages?.length ?? 1) * training!.limit!
      }
      expect(total(one) / total(other)).toBeCloseTo(1, 2)
    }
  })
})

describe('designStudy', () => {
  it('finds tasks and languages by their names: Swahili named entities after entailment', async () => {
    const study = designed(
      'Does intermediate training on natural language inference improve Swahili named entity recognition?',
    )
    expect(study.targets).toEqual([{ task: 'panx', languages: ['sw'], fineTune: true }])
    expect(Object.keys(study.arms)).toEqual(['baseline', 'nli'])
    expect((await planStudy(study, { data: [], models: [] })).cells.length).toBeGreaterThan(0)
  })

  it.each([
    ['Does MNLI training improve XNLI?', 'xnli'],
    ['Does MNLI training improve Tatoeba?', 'tatoeba'],
    ['Does MNLI training improve TyDi QA-GoldP?', 'tydiqa-goldp'],
    ['Does MNLI training improve TyDiQA?', 'tydiqa-goldp'],
    ['Does MNLI training improve WikiANN?', 'panx'],
    ['Does MNLI training improve PAWS-X?', 'pawsx'],
    ['Does MNLI training improve LAReQA?', 'lareqa'],
    ['Does MNLI training improve BUCC 2018 bitext mining?', 'bucc2018'],
    ['Does MNLI training improve JSTS?', 'jsts'],
  ])('measures a task that is named: %s', (question, target) => {
    expect(missing(question)).toEqual([])
    expect(targetsOf(designed(question))).toEqual([target])
  })

  it('takes the model, the comparator and the languages that are named', () => {
    const study = designed('Is SQuAD better than HellaSwag for Tatoeba in Uralic languages with XLM-R Base?')
    expect(study).toMatchObject({
      model: 'xlm-roberta-base',
      targets: [{ task: 'tatoeba', languages: ['et', 'fi', 'hu'] }],
    })
    expect(study.compare[0]).toBe('squad-v1.1 vs hellaswag')
    const turkish = designed(
      'How much does TyDiQA training in Finnish improve XQuAD for Turkish, compared with SQuAD?',
    )
    expect(stageOf(turkish, 'qa-fi')).toMatchObject({ tasks: ['tydiqa-train'], languages: ['fi'] })
    expect(turkish.compare).toContain('qa-fi vs squad-v1.1')
    expect(turkish.targets).toMatchObject([{ task: 'xquad', languages: ['tr'] }])
  })

  it('trains on every kind of task where a question asks which one helps', () => {
    const study = designed('Which intermediate task helps XNLI most?')
    expect(Object.keys(study.arms).length).toBeGreaterThan(5)
    for (const arm of Object.keys(study.arms).filter((each) => each !== 'baseline'))
      for (const id of stageOf(study, arm).tasks) expect(task(id).splits.train).toBeDefined()
  })

  it('tells the roles apart: what is trained on is not what is measured', () => {
    const [one, other] = [
      designed('Does question answering help retrieval?'),
      designed('Does retrieval help question answering?'),
    ]
    expect(targetsOf(one)).toContain('tatoeba')
    expect(targetsOf(one)).not.toContain('xquad')
    expect(targetsOf(other)).toContain('xquad')
    expect(targetsOf(other)).not.toContain('tatoeba')
    expect(Object.keys(one.arms)).not.toEqual(Object.keys(other.arms))
  })

  it('drafts nothing out of its field, and says what is missing', () => {
    const vitamins = 'What is the effect of vitamin D on bone density in older adults?'
    expect(designStudy(vitamins).study).toBeNull()
    expect(missing(vitamins).join(' ')).toContain('"vitamin D"')
    expect(missing(vitamins).join(' ')).toContain('"bone density"')
    const images = 'Does intermediate training on images help cross-lingual retrieval?'
    expect(designStudy(images).study).toBeNull()
    expect(missing(images)).toContain('The catalogue has no training task, language or domain "images".')
  })

  it.each([
    ['Does NLI training help Zulu named entity recognition?', 'The catalogue has no data in Zulu.'],
    ['Does NLI training help XNLI in Finnish?', 'XNLI has no test data in Finnish.'],
    [
      'Does MNLI training improve XNLI by recall@10?',
      'No target that the question names is scored by recall@10.',
    ],
    ['Does question answering in Thai help XNLI?', null],
    ['Does question answering in Hausa help XNLI?', 'The catalogue has no data in Hausa.'],
    [
      'Does part-of-speech tagging in Quechua help XNLI?',
      'No training data of part of speech tagging in Quechua is in the catalogue.',
    ],
  ])('says what of a question cannot be had: %s', (question, sentence) => {
    if (sentence === null) expect(missing(question)).toEqual([])
    else expect(missing(question)).toContain(sentence)
  })

  it('says that it reads English where it does not understand a question', () => {
    expect(missing('Hilft Textverstehen der Erkennung von Eigennamen auf Suaheli?').join()).toContain(
      'English',
    )
  })

  it.each([
    '?',
    '',
    'Tatoeba',
    'Does',
    'vs',
    'compared to',
    'effect of on',
    'Which helps?',
    'a vs. b vs. c on d',
  ])('reads any question or tells what is missing: %j', (question) => {
    const { study, missing: told } = designStudy(question)
    if (study === null) expect(told.length).toBeGreaterThan(0)
    else expect(() => parseStudy(study, 'design.yaml')).not.toThrow()
  })
})

describe('readForDesign', () => {
  it.each([
    ['What is the effect of NLI training on QA for Turkish?', 'NLI training', 'on QA for Turkish?'],
    ['Is retrieval improved by NLI?', 'NLI?', 'Is retrieval'],
    ['How well does mBERT do on XNLI after SQuAD?', 'SQuAD?', 'How well does mBERT do on XNLI'],
  ])('takes a question apart: %s', (question, detour, outcome) => {
    const { parts } = readForDesign(question)
    expect([parts.detour.text, parts.outcome.text]).toEqual([detour, outcome])
  })
})
