import checks from './checks.json' with { type: 'json' }
import llm from './llm.json' with { type: 'json' }
import nli from './nli.json' with { type: 'json' }
import { Calibration } from './table.ts'

/** Of the rules alone. */
export const CHECKS_CALIBRATION: Calibration = Calibration.parse(checks)
export const LLM_CALIBRATION: Calibration = Calibration.parse(llm)

const NLI_CALIBRATIONS = nli.map((table) => Calibration.parse(table))

/** For a model that nobody has measured: its probability is told as it is, and verifies nothing. */
const uncalibrated = (scorer: string): Calibration => {
  const asItIs: [number, number][] = [
    [0, 0],
    [1, 1],
  ]
  return {
    id: 'nli-uncalibrated',
    mode: 'nli',
    scorer,
    operatingPoint: null,
    about: 'This model has no calibration table: the probability is its own.',
    groups: {},
    curves: { supported: asItIs, contradicted: asItIs, insufficient: asItIs },
  }
}

const tableOf = (scorer: string) => NLI_CALIBRATIONS.find((table) => table.scorer === scorer)

export const isCalibrated = (scorer: string): boolean => tableOf(scorer) !== undefined
export const nliCalibration = (scorer: string): Calibration => tableOf(scorer) ?? uncalibrated(scorer)

/** Where nothing is decided. */
export const NO_CALIBRATION: Calibration = {
  id: 'none',
  mode: 'quotes',
  scorer: null,
  operatingPoint: null,
  about: 'No verifier: nothing is decided.',
  groups: {},
  curves: {},
}
