import { describe, expect, it } from 'vitest'
import { exactAgreement, gwetAC2, intraclassCorrelation, krippendorffAlpha } from './agreement.ts'

const n = null
const turned = (rows: (number | null)[][]) => rows[0]!.map((_, at) => rows.map((row) => row[at]!))

/** Krippendorff 2011, section C: four observers, twelve units. */
const OBSERVERS = turned([
  [1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3],
  [n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n],
])
const REVIEWS = [
  [3, 4, 5],
  [2, 2, 3],
  [5, 5, 5],
  [1, 2, 4],
  [0, 1, 1],
  [3, 3, n],
]
const SCALE = [0, 1, 2, 3, 4, 5]

describe('agreement of raters', () => {
  it("alpha is Krippendorff's own 0.815, and that of the Python package krippendorff 0.9.0", () => {
    expect(krippendorffAlpha(OBSERVERS)).toBeCloseTo(0.8153875037548814, 12)
    expect(krippendorffAlpha(REVIEWS)).toBeCloseTo(0.7273338814560131, 12)
  })

  it('AC2 is that of irrCAC 0.4.4, with values not in use too', () => {
    expect(gwetAC2(OBSERVERS, [1, 2, 3, 4, 5])).toBeCloseTo(0.89894, 5)
    expect(gwetAC2(REVIEWS, SCALE)).toBeCloseTo(0.75455, 5)
    expect(
      gwetAC2(
        turned([
          [4, 4, 3, 4, 2],
          [4, 4, 3, 3, 4],
        ]),
        SCALE,
      ),
    ).toBeCloseTo(0.89744, 5)
  })

  it('ICC(2,k) is that of Shrout and Fleiss 1979, and of pingouin 0.6.1', () => {
    const judges = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ]
    expect(intraclassCorrelation(judges)).toBeCloseTo(0.620051, 6)
    expect(intraclassCorrelation([...REVIEWS.slice(0, 5), [3, 3, 4]])).toBeCloseTo(0.900459, 6)
    expect(intraclassCorrelation([...judges, [n, 1, 2, 3]])).toBeCloseTo(0.620051, 6)
  })

  it('counts pairs that agree exactly', () => {
    expect(exactAgreement([[1, 1, 2], [3, n, 3], [n]])).toBeCloseTo(2 / 4)
  })

  it('says nothing where nothing can be said, and full agreement of AC2 where all say the same', () => {
    expect([exactAgreement([[3]]), krippendorffAlpha([[3]]), gwetAC2([[3]], SCALE)]).toEqual([n, n, n])
    expect(krippendorffAlpha([[3, 3]])).toBeNull()
    expect(intraclassCorrelation([[3, 3, 3]])).toBeNull()
    expect(
      gwetAC2(
        [
          [3, 3],
          [3, 3],
        ],
        SCALE,
      ),
    ).toBe(1)
  })
})
