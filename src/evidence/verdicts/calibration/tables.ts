import checks from './checks.json' with { type: 'json' }
import llm from './llm.json' with { type: 'json' }
import nli from './nli.json' with { type: 'json' }
import { Calibration } from './table.ts'

/** Of the rules alone. */
export const CHECKS_CALIBRATION: Calibration = Calibration.parse(checks)
export const LLM_CALIBRATION: Calibration = Calibration.parse(llm)

const NLI_CALIBRATIONS = nli.map((table) => Calibration.parse(table))

/** For a model that nobody has calibrated: its scores move nothing, so nothing it says alone is verified. */
const uncalibrated = (scorer: string): Calibration => ({
  id: 'nli-uncalibrated',
  mode: 'nli',
  scorer,
  operatingPoint: CHECKS_CALIBRATION.operatingPoint,
  about: 'This model has no calibration table.',
  groups: {},
  curves: {},
})

export const nliCalibration = (scorer: string): Calibration =>
  NLI_CALIBRATIONS.find((table) => table.scorer === scorer) ?? uncalibrated(scorer)
