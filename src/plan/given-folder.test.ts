import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { assertUnchanged, type GivenFolder, stampFolder } from './given-folder.ts'
import { modelKey } from './model-files.ts'

let root: string
let path: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'polyvia-given-'))
  path = join(root, 'model')
  mkdirSync(path)
  writeFileSync(join(path, 'config.json'), '{"model_type":"bert"}')
  writeFileSync(join(root, 'blob'), 'weights')
  symlinkSync(join(root, 'blob'), join(path, 'model.safetensors'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const given = (): GivenFolder => ({ path, part: 'model', stamp: stampFolder(path) })

test('a model that was only touched, or copied over with the same content, is as it was', async () => {
  const key = await modelKey(path)
  const model = given()
  await assertUnchanged(key, model)
  utimesSync(join(path, 'config.json'), 0, 0)
  await assertUnchanged(key, model)
  writeFileSync(join(root, 'blob'), 'weights')
  await assertUnchanged(key, model)
})

const CHANGES: Record<string, () => void> = {
  'a byte of the same size behind a link': () => writeFileSync(join(root, 'blob'), 'weighTs'),
  'a byte, with the old time put back': () => {
    writeFileSync(join(path, 'config.json'), '{"model_type":"berT"}')
    utimesSync(join(path, 'config.json'), 0, 0)
  },
  'a link that leads elsewhere': () => {
    writeFileSync(join(root, 'other'), 'others.')
    rmSync(join(path, 'model.safetensors'))
    symlinkSync(join(root, 'other'), join(path, 'model.safetensors'))
  },
  'a file more': () => writeFileSync(join(path, 'heads.json'), '{}'),
  'a file less': () => rmSync(join(path, 'config.json')),
  'no folder': () => renameSync(path, `${path}.moved`),
}
for (const [name, change] of Object.entries(CHANGES))
  test(`${name} is MODEL_CHANGED`, async () => {
    const key = await modelKey(path)
    const model = given()
    change()
    await expect(assertUnchanged(key, model)).rejects.toMatchObject({ code: 'MODEL_CHANGED' })
    await expect(assertUnchanged(key, model)).rejects.toMatchObject({ place: { file: path } })
  })
