import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resultSentences, spread } from '../../../test/support/evidence/mutations/abstracts.ts'
import { share, tallyMutants, tallyParaphrases } from '../../../test/support/evidence/mutations/suite.ts'

/** Volumes of the ACL Anthology. They are not part of the repository. */
const FOLDER = resolve(import.meta.dirname, '../../../../shared/data/papers/acl-anthology')
if (!existsSync(FOLDER)) console.warn(`skipped: no abstracts at ${FOLDER}`)

describe.skipIf(!existsSync(FOLDER))('2,000 result sentences of real abstracts', () => {
  // The other half is what confidences are calibrated on.
  const sources = existsSync(FOLDER) ? spread(resultSentences(FOLDER, 1), 2000) : []

  test('mutants are rejected', { timeout: 240_000 }, () => {
    expect(sources).toHaveLength(2000)
    for (const [kind, tally] of Object.entries(tallyMutants(sources, 21))) {
      expect([kind, tally.made > 40]).toEqual([kind, true])
      expect([kind, share({ [kind]: tally }) <= 0.01, tally.wrong.slice(0, 3)]).toEqual([
        kind,
        true,
        expect.anything(),
      ])
    }
  })

  test('originals are all supported, light paraphrases all but 2 in 100', { timeout: 240_000 }, () => {
    const { original, ...paraphrases } = tallyParaphrases(sources)
    expect(original!.wrong).toEqual([])
    expect(share(paraphrases)).toBeLessThan(0.01)
    for (const [kind, tally] of Object.entries(paraphrases))
      if (tally.made >= 100) expect([kind, share({ [kind]: tally }) <= 0.02]).toEqual([kind, true])
  })
})
