import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { namedStage, task } from '#catalog'
import { targetTasks } from '../measured.ts'
import { claimLibrary, LIBRARY_SOURCES } from './library.ts'

const { claims } = claimLibrary()
const SEEDS = resolve(import.meta.dirname, '../../../../shared/seeds')

describe('the claim library', () => {
  it('has whole claims with a known source, each once', () => {
    const ids = claims.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { text, source } of claims) {
      expect(text).toMatch(/\.$/)
      expect(LIBRARY_SOURCES.map(({ id }) => id)).toContain(source.replace(/v\d+$/, ''))
    }
  })

  it('restores 33 claims of other reports, says of two that more is lost, and of all what the words rest on', () => {
    const restored = claims.filter(({ seen }) => seen.length > 0)
    expect(restored.flatMap(({ seen }) => seen)).toHaveLength(33)
    expect(restored.filter(({ complete }) => !complete).map(({ id }) => id)).toEqual([
      'phang-2020-retrieval-every',
      'phang-2020-retrieval-both',
    ])
    for (const { basis } of restored) expect(basis).toBeTruthy()
  })

  it('checks name tasks of the catalogue', () => {
    const names = claims.flatMap(({ check }) =>
      check === undefined || check.intermediate === 'best-per-target'
        ? []
        : [check.intermediate, check.against].flat(),
    )
    const ids = names
      .filter((name) => name !== 'none')
      .flatMap((name) => name.split(/ or | \+ /))
      .map((name) => name.replace('translated ', ''))
    expect(ids.length).toBeGreaterThan(20)
    for (const id of ids) expect(namedStage(id)?.id ?? task(id).id).toBe(id)
    for (const { check } of claims)
      if (check) for (const id of targetTasks(check)) expect(task(id).id).toBe(id)
  })

  it.skipIf(!existsSync(SEEDS))('knows every claim of the five seeds', () => {
    const rows = readdirSync(SEEDS)
      .flatMap((file) => readFileSync(join(SEEDS, file), 'utf8').split('\n'))
      .map((line) => line.split('\t'))
      .filter((cells) => cells.length === 3 && /^[✓×]$/.test(cells[1]!))
      .map(([text]) => text!)
    expect(rows).toHaveLength(59)
    expect(new Set(rows).size).toBe(33)
    expect(new Set(claims.flatMap(({ seen }) => seen))).toEqual(new Set(rows))
  })
})
