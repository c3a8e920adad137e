import type { holm } from './adjust.ts'
import { type Contrast, pValue } from './contrast.ts'
import type { Uncertainty } from './uncertainty.ts'

/** A difference that is tested; `languages` where it is to hold for other languages too. */
export interface Test {
  readonly gap: Contrast
  readonly languages?: Uncertainty | undefined
}

/** Tests that are adjusted together: all are added before the first is read. */
export class TestFamily {
  private readonly tests = new Map<Test, number>()
  private adjusted: ReadonlyMap<Test, number> | undefined

  private readonly adjust: typeof holm

  constructor(adjust: typeof holm) {
    this.adjust = adjust
  }

  /** One without a p value, as with one seed, is no test. */
  add<T extends Test>(test: T): T {
    if (this.adjusted !== undefined) throw new Error('a test comes after its family was adjusted')
    const p = pValue(test.gap, test.languages)
    if (p !== null) this.tests.set(test, p)
    return test
  }

  get size(): number {
    return this.tests.size
  }

  /** Adjusted p value; null of what was not tested. */
  adjustedOf(test: Test): number | null {
    if (this.adjusted === undefined) {
      const adjusted = this.adjust([...this.tests.values()])
      this.adjusted = new Map([...this.tests.keys()].map((each, at) => [each, adjusted[at]!]))
    }
    return this.adjusted.get(test) ?? null
  }
}
