import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { kinds, TASK_KINDS, tasks } from './index.ts'

it.each(TASK_KINDS)('%s has its title in the glossary', (kind) => {
  const glossary = readFileSync(new URL('../../docs/reference/glossary.md', import.meta.url), 'utf8')
  const words = [...glossary.matchAll(/^\| ([^|]+?) *\|/gm)].flatMap(([, row]) => row!.split(', '))
  expect(words).toContain(kinds[kind].title)
})

it.each(TASK_KINDS)('what %s declares hangs together', (kind) => {
  const { objective, evaluation, selection, stream, masksTokens, official } = kinds[kind]
  expect(objective ?? evaluation, 'neither trained nor scored').not.toBeNull()
  if (evaluation === 'predictions') expect(objective, 'answers of a head that nothing trains').not.toBeNull()
  if (selection !== null) expect(evaluation, 'selected by answers that no head gives').toBe('predictions')
  if (masksTokens) expect(objective).toBe('masked-lm')
  if (stream) expect(selection).toBeNull()
  if (official !== null) expect(evaluation).not.toBeNull()
})

it('every task of the catalogue has labels exactly where its kind needs them', () => {
  for (const { id, kind, labels } of tasks()) expect(labels !== undefined, id).toBe(kinds[kind].labels)
})
