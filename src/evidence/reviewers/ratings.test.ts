import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { healthyBundle } from '../../../test/support/evidence/healthy-review.ts'
import { readRatings } from './ratings.ts'
import { reviewBundle } from './review.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-ratings-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function ratingsOf(text: string) {
  const file = join(folder, 'ratings.jsonl')
  await writeFile(file, text)
  return readRatings(file)
}

test('a person is one more rater', async () => {
  const ratings = await ratingsOf('{"dimension":"coverage","rater":"Ada","score":0}\n\n')
  const before = reviewBundle(healthyBundle).assessment
  const after = reviewBundle(healthyBundle, { ratings }).assessment
  const mean = ({ dimensions }: typeof before) =>
    dimensions.find(({ dimension }) => dimension === 'coverage')!.mean!
  expect(mean(after)).toBeLessThan(mean(before))
  expect(after.raters.map(({ id }) => id)).toContain('Ada')
})

test.each([
  ['{"dimension":"beauty","rater":"Ada","score":1}', 1],
  ['{"dimension":"coverage","rater":"Ada","score":1}\n{"dimension":"recency","rater":"Ada","score":6}', 2],
  ['Ada: 3', 1],
])('%j is refused with its line', async (text, line) => {
  await expect(ratingsOf(text)).rejects.toMatchObject({
    code: 'RATINGS_UNREADABLE',
    place: { file: join(folder, 'ratings.jsonl'), line },
  })
})
