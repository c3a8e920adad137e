import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { fitTemperature, type Logits, probabilities } from './temperature.ts'

const number = fc.double({ min: -50, max: 50, noNaN: true })
const logits = fc.record({ supported: number, contradicted: number, insufficient: number })
const first = (each: Logits) =>
  (Object.keys(each) as (keyof Logits)[]).reduce((a, b) => (each[b]! > each[a]! ? b : a))

property.prop([logits, fc.double({ min: 0.05, max: 20, noNaN: true })])(
  'probabilities add up to 1 and keep the order',
  (each, temperature) => {
    const found = probabilities(each, temperature)
    expect(found.supported + found.contradicted + found.insufficient).toBeCloseTo(1, 12)
    expect(found[first(each)]).toBe(Math.max(...Object.values(found)))
  },
)

test('probabilities are the softmax', () => {
  const found = probabilities({ supported: Math.log(6), contradicted: Math.log(3), insufficient: 0 }, 1)
  expect(found.supported).toBeCloseTo(0.6, 12)
  expect(found.contradicted).toBeCloseTo(0.3, 12)
})

/** Pairs that say one thing with the same logits, and are right in so many of a hundred. */
const sure = (by: number, right: number) =>
  Array.from({ length: 100 }, (_, at) => ({
    logits: { supported: by, contradicted: -1e9, insufficient: 0 },
    label: at < right ? ('supported' as const) : ('insufficient' as const),
  }))

test('fitTemperature makes the confidence the share that is right', () => {
  // 80 of 100 are right: log(0.8 / 0.2) = 1.386 in place of logits of 6, so the temperature is 6 / 1.386.
  const temperature = fitTemperature(sure(6, 80))
  expect(temperature).toBeCloseTo(4.328, 2)
  expect(probabilities(sure(6, 80)[0]!.logits, temperature).supported).toBeCloseTo(0.8, 3)
  expect(fitTemperature(sure(0.5, 80))).toBeLessThan(1)
})

test('fitTemperature stays within bounds, and is 1 where there is nothing to fit', () => {
  expect(fitTemperature(sure(6, 0))).toBeCloseTo(20, 1)
  expect(fitTemperature(sure(6, 100))).toBeCloseTo(0.05, 2)
  expect(fitTemperature([])).toBe(1)
})
