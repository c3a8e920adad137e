import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { checkBf16, checkDisk, checkNode, examine } from './doctor.ts'

describe('checkNode', () => {
  test('accepts 20.20 and newer', () => {
    expect(['20.20.0', '22.0.0'].map((version) => checkNode(version).state)).toEqual(['ok', 'ok'])
  })
  test('refuses older ones and says what to do', () => {
    expect(checkNode('20.19.9')).toMatchObject({ state: 'missing', hint: expect.stringContaining('20.20') })
  })
})

describe('checkBf16', () => {
  test('names the flags that are there and those that are not', () => {
    expect(checkBf16('processor : 0\nflags\t\t: fpu avx512_bf16 sse\n').found).toBe(
      'avx512_bf16 (not amx_bf16)',
    )
  })
  test('says that both are absent', () => {
    expect(checkBf16('flags : fpu sse\n')).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('neither'),
    })
  })
})

describe('checkDisk', () => {
  test('looks at the nearest folder that exists', () => {
    expect(checkDisk('store', `${tmpdir()}/not/there`, 0).state).toBe('ok')
  })
  test('warns where there is too little room', () => {
    expect(checkDisk('store', tmpdir(), 1e9).state).toBe('warning')
  })
})

test('examine turns a configuration error into a line', async () => {
  const wrong = () => {
    throw new Error('no such folder')
  }
  const checks = await examine({ version: '0', store: () => tmpdir(), data: wrong })
  expect(checks.find(({ id }) => id === 'data')).toMatchObject({ state: 'missing', found: 'no such folder' })
})
