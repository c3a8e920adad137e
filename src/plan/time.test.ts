import { describe, expect, it } from 'vitest'
import type { Key } from '#kernel'
import type { Cost } from './cost.ts'
import { secondsByDevice } from './time.ts'

const CPU = 'one CPU core (AVX-512, fp32)'
const HERE = 'this machine, one worker (measured)'
const cost = (own: Partial<Cost> = {}): Cost => ({
  steps: 1,
  tokens: 0,
  flops: 0,
  moved: 0,
  stored: 0,
  exact: true,
  ...own,
})
const none = () => undefined

describe('secondsByDevice', () => {
  it('is nothing where nothing is left, and never nothing where a phase is', () => {
    expect(new Set(Object.values(secondsByDevice([], new Map(), none)))).toEqual(new Set([0]))
    const one = secondsByDevice([cost()], new Map(), none)
    expect(Math.min(...Object.values(one))).toBeGreaterThan(1)
  })

  it('adds the weights that every phase opens and writes, on fast devices too', () => {
    const phases = Array.from({ length: 10 }, () => cost({ flops: 1e9, stored: 2e9 }))
    const seconds = secondsByDevice(phases, new Map(), none)
    // Ten times 2 GB at half a gigabyte a second.
    expect(seconds['NVIDIA H100/H200']).toBeGreaterThan(40)
    expect(seconds[CPU]! - seconds['NVIDIA H100/H200']!).toBeLessThan(1)
  })

  it('adds what the optimiser moves through memory', () => {
    const [light, heavy] = [cost({ flops: 1e12 }), cost({ flops: 1e12, moved: 16e9 * 30 })].map(
      (each) => secondsByDevice([each], new Map(), none)[CPU]!,
    )
    expect(heavy! - light!).toBeCloseTo(30, 6)
  })

  it('takes the speed of this machine from phases that have run, less what they take anyhow', () => {
    const ran = cost({ flops: 50e9 * 20, stored: 1e9 })
    const seconds = secondsByDevice(
      [cost({ flops: 50e9 * 100 })],
      new Map([['a' as Key, ran]]),
      // 2.5 s anyhow, and 10 s for what one core computes in 20 s.
      (key) => (key === 'a' ? 12.5 : undefined),
    )
    expect(seconds[HERE]).toBeCloseTo(8 + 0.5 + 50, 6)
    expect(seconds[CPU]).toBeCloseTo(8 + 0.5 + 100, 6)
  })

  it('does not name this machine before anything has run', () => {
    expect(secondsByDevice([cost({ flops: 1 })], new Map([['a' as Key, cost()]]), none)).not.toHaveProperty(
      HERE,
    )
  })
})
