import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ready } from '#engine'
import { keptPrecision } from './phases/kept-precision.ts'
import { newPrecisionSettler, precisionOf } from './precision.ts'

const ready = (bf16: boolean, gpu = true): Ready => ({
  type: 'ready',
  protocol: 0 as never,
  numerics: 0 as never,
  versions: {},
  devices: [
    { id: 'cpu', name: 'processor', bf16, memoryBytes: 1 },
    { id: 'cuda:0', name: 'accelerator', bf16: gpu, memoryBytes: 1 },
  ],
})

describe('newPrecisionSettler', () => {
  test('auto is bf16 where the worker found the device faster in it', () => {
    expect(newPrecisionSettler()('auto', ready(true), 'cpu')).toBe('bf16')
    expect(newPrecisionSettler()('auto', ready(false), 'cpu')).toBe('fp32')
    expect(newPrecisionSettler()('auto', ready(false), 'cuda')).toBe('bf16')
    expect(newPrecisionSettler()('auto', ready(true, false), 'cuda:0')).toBe('fp32')
  })

  test('what a study asks for holds on every device', () => {
    expect(newPrecisionSettler()('fp32', ready(true), 'cpu')).toBe('fp32')
    expect(newPrecisionSettler()('bf16', ready(false), 'cpu')).toBe('bf16')
  })

  test('a second worker of the same processor that measures otherwise changes nothing', () => {
    const settle = newPrecisionSettler()
    expect(settle('auto', ready(true), 'cpu')).toBe('bf16')
    expect(settle('auto', ready(false), 'cpu')).toBe('bf16')
  })
})

describe('keptPrecision', () => {
  let state = ''
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'polyvia-precision-'))
  })
  afterEach(() => rmSync(state, { recursive: true }))

  test('a training goes on in the precision that it started with', async () => {
    expect(await keptPrecision(state, 'bf16')).toBe('bf16')
    expect(await keptPrecision(state, 'fp32')).toBe('bf16')
  })
})

test('the manifest tells what auto was', () => {
  const manifest = { facts: { precision: 'bf16' } } as unknown as Parameters<typeof precisionOf>[1]
  expect(precisionOf('auto', manifest)).toBe('bf16')
  expect(precisionOf('fp32', manifest)).toBe('fp32')
})
