import { expect, test } from 'vitest'
import { task } from './index.ts'
import { stage, stages } from './stages.ts'

test.each(stages().map((each) => [each.id, each] as const))('stage %s hangs together', (id, each) => {
  const entries = each.tasks.map((name) => task(name))
  expect(() => task(id)).toThrow()
  if (Array.isArray(each.heads)) expect(each.tasks).toEqual(expect.arrayContaining(each.heads))
  // Tasks that share a head have its labels in one order.
  const sharing = entries.filter((entry) => each.heads === 'shared' || each.heads.includes(entry.id))
  expect(new Set(sharing.map(({ kind, labels }) => JSON.stringify([kind, labels]))).size).toBe(1)
})

test('the multi-task stage holds ANLI+ once', () => {
  const { tasks } = stage('phang-multi-task')
  expect(new Set(tasks).size).toBe(tasks.length)
  expect(tasks).toEqual(expect.arrayContaining(stage('anli-plus').tasks))
})
