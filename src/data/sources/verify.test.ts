import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { task } from '#catalog'
import { verifyTask } from './verify.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-verify-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(path: string, text: string) {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const finding = async (id: string, subject: string) =>
  (await verifyTask(task(id), [folder])).find((each) => each.subject === `${id} ${subject}`)!

describe('verifyTask says what is missing of a part, and why', () => {
  test('a file that goes with those that are there', async () => {
    put('xnli/test-fr.tsv', 'a\tb\n')
    expect(await finding('xnli', 'test fr')).toEqual({
      state: 'incomplete',
      subject: 'xnli test fr',
      found: `"${join(folder, 'xnli/test-fr.tsv')}" is there, but not the file of its labels: "xnli/labelled/de/test.txt"`,
    })
    put('xnli/labelled/de/test.txt', 'a\tb\tneutral\n')
    expect(await finding('xnli', 'test fr')).toMatchObject({ state: 'note' })
    expect((await finding('xnli', 'test ur')).found).toContain(
      'not the file of its examples: "xnli/test-ur.tsv"',
    )
  })

  test('the answers of a test file that comes without', async () => {
    put('panx/test-th.tsv', 'a\n\n')
    const { state, found } = await finding('panx', 'test th')
    expect(state).toBe('incomplete')
    expect(found).toContain(`"${join(folder, 'panx/test-th.tsv')}" is there, but holds no answers`)
    expect(found).toContain('"panx_dataset/th/test"')
    expect(await finding('panx', 'test tr')).toMatchObject({ state: 'absent' })
  })

  test('all of it, and under which names it was looked for', async () => {
    expect(await finding('xcopa', 'test tr')).toMatchObject({
      state: 'absent',
      found: expect.stringContaining('looked for "xcopa/tr/test.tr.jsonl" or "'),
    })
  })
})
