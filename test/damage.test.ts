import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { polyvia } from './support/command.ts'
import { tinyStudyFolder } from './support/tiny-study.ts'

interface Artifact {
  readonly folder: string
  readonly operation: string
  readonly label: string
  readonly files: Readonly<Record<string, { readonly sha256: string }>>
}

function artifacts(store: string): Record<string, Artifact> {
  const found: Record<string, Artifact> = {}
  for (const start of readdirSync(join(store, 'artifacts')))
    for (const key of readdirSync(join(store, 'artifacts', start))) {
      const folder = join(store, 'artifacts', start, key)
      found[key] = { folder, ...JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) }
    }
  return found
}

const filesOf = (store: string) =>
  Object.fromEntries(Object.entries(artifacts(store)).map(([key, { files }]) => [key, files]))

/** Turns one bit in the middle of a file over and puts its times back. */
function flip(file: string): void {
  const { atime, mtime } = statSync(file)
  const bytes = readFileSync(file)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(file, bytes)
  utimesSync(file, atime, mtime)
}

describe('polyvia run after one bit of a checkpoint changed', () => {
  it('computes it again with all that rests on it, and report shows nothing of it before', {
    timeout: 400_000,
  }, async () => {
    const { folder } = tinyStudyFolder()
    const store = join(folder, '.polyvia')
    const run = ['run', 'tiny.yaml', '--slots', '1x1']
    expect((await polyvia(run, folder)).code).toBe(0)
    const before = filesOf(store)
    const [stage] = Object.values(artifacts(store)).filter(
      ({ operation, label }) => operation === 'train' && label.includes('cldr-keywords'),
    )
    flip(join(stage!.folder, 'model.safetensors'))

    const report = await polyvia(['report', 'tiny.yaml', '--out', 'out'], folder)
    expect(report.errors).toMatch(/1 artifact damaged and 11 artifacts computed from it/)
    expect(report.errors).toContain('"model.safetensors" has changed')
    expect(report.errors).toContain('polyvia run')
    const { scores, missing } = JSON.parse(readFileSync(join(folder, 'out', 'report.json'), 'utf8')) as {
      scores: { arm: string }[]
      missing: { arm: string; reason: string }[]
    }
    expect(new Set(scores.map(({ arm }) => arm))).toEqual(new Set(['baseline']))
    expect(missing).toHaveLength(2)
    for (const { reason } of missing) expect(reason).toContain('which is damaged')
    expect(readdirSync(store)).not.toContain('quarantine')

    const again = await polyvia(run, folder)
    expect(again.code).toBe(0)
    expect(again.errors.match(/computed from {2}/g)).toHaveLength(11)
    expect(filesOf(store)).toEqual(before)
    expect(readdirSync(join(store, 'quarantine'))).toHaveLength(12)
    expect((await polyvia(['store', 'verify'], folder)).output).toContain('42 checked, 0 damaged')

    const third = await polyvia(run, folder)
    expect(third.code).toBe(0)
    expect(third.errors).not.toContain('damaged')
  })
})
