import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { task } from '#catalog'
import { baselinesOf, replicateIn, stagesOf } from './arms.ts'
import { parseStudy, readStudy, StudyError, studyJsonSchema } from './read.ts'

const RIGHT = `question: Does a detour help here?
model: some/model
arms:
  baseline: []
  nli:
    - tasks: [mnli, squad-v1.1]
      sampling: { by: temperature, temperature: 2 }
targets: [tatoeba]
`

/** The same study with a replicate of its arm. */
const AGAIN = RIGHT.replace('targets:', '  nli-2: { replicateOf: nli }\ntargets:')

/** The error that a text gives. */
function faultOf(text: string): StudyError {
  try {
    parseStudy(text, 'study.yaml')
  } catch (error) {
    if (error instanceof StudyError) return error
    throw error
  }
  throw new Error('the study was accepted')
}

describe('parseStudy', () => {
  it('fills in defaults', () => {
    const study = parseStudy(RIGHT, 'study.yaml')
    expect(study.seeds).toBe(3)
    expect(study.retrieval).toEqual({})
    expect(study.tasks).toEqual([])
  })

  it('lets arms be replicates of others, the baseline too, and finds their stages', () => {
    const study = parseStudy(
      AGAIN.replace('targets:', '  baseline-2: { replicateOf: baseline, number: 3 }\ntargets:'),
      'study.yaml',
    )
    expect(stagesOf(study, 'nli-2')).toEqual(stagesOf(study, 'nli'))
    expect(stagesOf(study, 'nli-2')).toHaveLength(1)
    expect(stagesOf(study, 'baseline-2')).toEqual([])
    expect(baselinesOf(study)).toEqual(['baseline'])
    expect(replicateIn(study, 'nli')).toBeUndefined()
    expect(replicateIn(study, 'nli-2')).toEqual({ replicateOf: 'nli', number: 1 })
    expect(replicateIn(study, 'baseline-2')).toEqual({ replicateOf: 'baseline', number: 3 })
  })

  it('names line and field of a typo, also deep in a union', () => {
    const typo = faultOf(RIGHT.replace('sampling:', 'samplin:'))
    expect(typo.message).toContain('line 7, arms.nli.0.samplin: no such field')
    expect(typo.place).toMatchObject({ file: 'study.yaml', line: 7 })
    expect(faultOf(RIGHT.replace('temperature: 2', 'temperature: 0')).message).toContain('line 7')
  })

  it('names the field that a task of its own lacks beside the one that there is none of', () => {
    const { kind, ...rest } = task('tatoeba')
    const { message } = faultOf(`${RIGHT}tasks: [${JSON.stringify({ ...rest, id: 'own', type: kind })}]\n`)
    expect(message).toContain('tasks.0.kind: Invalid option')
    expect(message).toContain('tasks.0.type: no such field')
  })

  it('asks for the labels of a task whose head needs them', () => {
    const { labels: _, ...rest } = task('xnli')
    const { message } = faultOf(`${RIGHT}tasks: [${JSON.stringify({ ...rest, id: 'own' })}]\n`)
    expect(message).toContain('tasks.0.labels: missing: classification has a closed label set')
  })

  it('reports every fault, not only the first', () => {
    const both = faultOf(RIGHT.replace('question:', 'questio:').replace('targets: [tatoeba]', 'targets: []'))
    expect(both.message).toContain('question')
    expect(both.message).toContain('questio')
    expect(both.message).toContain('targets')
  })

  it.each([
    ['two baselines', RIGHT.replace('  nli:', '  other: []\n  nli:'), 'baseline and other have none'],
    [
      'a replicate of no arm',
      `${AGAIN.replace('replicateOf: nli', 'replicateOf: constructor')}`,
      'no arm "constructor"',
    ],
    [
      'a replicate of a replicate',
      AGAIN.replace('targets:', '  more: { replicateOf: nli-2 }\ntargets:'),
      '"nli-2" is a replicate itself',
    ],
    [
      'the same replicate twice',
      AGAIN.replace('targets:', '  more: { replicateOf: nli }\ntargets:'),
      'replicate 1 of "nli" is there already',
    ],
    [
      'no baseline but a replicate',
      AGAIN.replace('baseline: []', 'baseline: { replicateOf: nli, number: 2 }'),
      'exactly one arm must have no stages (the baseline), here none has',
    ],
    [
      'a typo in a replicate',
      AGAIN.replace('replicateOf: nli', 'replicateOf: nli, nmber: 2'),
      'nli-2.nmber: no such field',
    ],
    ['the same target twice', RIGHT.replace('[tatoeba]', '[tatoeba, { task: tatoeba }]'), 'listed twice'],
    ['the same seed twice', `${RIGHT}seeds: [1, 1]\n`, 'the same seed twice'],
    ['an arm name that is no file name', RIGHT.replace('nli:', 'NLI stage:'), 'lower-case'],
    ['a key twice', `${RIGHT}targets: [xnli]\n`, '"targets" stands twice'],
  ])('refuses %s', (_, text, says) => {
    expect(faultOf(text).message).toContain(says)
  })
})

describe('readStudy', () => {
  it('says which file cannot be opened', () => {
    const folder = mkdtempSync(join(tmpdir(), 'polyvia-study-'))
    try {
      expect(() => readStudy(join(folder, 'none.yaml'))).toThrow(/none\.yaml/)
      writeFileSync(join(folder, 'study.yaml'), RIGHT)
      expect(readStudy(join(folder, 'study.yaml')).model).toBe('some/model')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('studyJsonSchema', () => {
  it('describes every field for editors', () => {
    const { properties } = studyJsonSchema() as { properties: Record<string, { description?: string }> }
    expect(Object.keys(properties)).toEqual(
      expect.arrayContaining([
        'question',
        'model',
        'arms',
        'targets',
        'seeds',
        'training',
        'retrieval',
        'tasks',
      ]),
    )
    expect(properties.arms?.description).toContain('baseline')
  })
})
