import { z } from 'zod'
import { Label, Mode } from '../../bundle/claims.ts'

/** How often labels of one kind were right on labelled pairs that nothing was tuned on. */
const Group = z.strictObject({
  right: z.number().min(0),
  of: z.number().min(0),
  prior: z
    .tuple([z.number().positive(), z.number().positive()])
    .describe('Beta prior: right and wrong examples assumed before any was seen'),
})

/** From what a label rests on to the probability that it is right; made by `bench/claims/calibrate.ts`. */
export const Calibration = z.strictObject({
  id: z.string(),
  mode: Mode,
  scorer: z.string().nullable().describe('Id of the model whose scores it maps; null where none is mapped'),
  operatingPoint: z
    .number()
    .min(0.5)
    .max(1)
    .nullable()
    .describe('Least confidence of what counts as verified; null: nothing does'),
  about: z.string().describe('Data and method, one paragraph'),
  groups: z.record(z.string(), Group),
  curves: z
    .partialRecord(Label, z.array(z.tuple([z.number(), z.number()])).min(1))
    .describe('Points of a rising line from score to confidence'),
})
export type Calibration = z.infer<typeof Calibration>

const round = (value: number) => Math.round(value * 1e4) / 1e4

/** Mean of the posterior. A group that the table does not have counts as a coin toss. */
export function groupConfidence(calibration: Calibration, group: string): number {
  const entry = calibration.groups[group]
  if (entry === undefined) return 0.5
  const [right, wrong] = entry.prior
  return round((entry.right + right) / (entry.of + right + wrong))
}

/** Linear between the points, flat outside; null where the table has no curve for the label. */
export function curveConfidence(calibration: Calibration, label: Label, score: number): number | null {
  const points = calibration.curves[label]
  if (points === undefined) return null
  const above = points.findIndex(([at]) => at >= score)
  if (above < 0) return round(points.at(-1)![1])
  if (above === 0) return round(points[0]![1])
  const [[left, low], [right, high]] = [points[above - 1]!, points[above]!]
  return round(low + ((high - low) * (score - left)) / (right - left))
}
