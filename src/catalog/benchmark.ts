import { z } from 'zod'

const BenchmarkTask = z.strictObject({
  task: z.string().describe('Id of the catalogue'),
  folder: z.string().describe('Name of the task in the official folders of predictions and labels'),
  file: z
    .enum(['tsv', 'json', 'jsonl'])
    .nullable()
    .describe('Ending of test-{language}.*; null where the official script reads none'),
  languages: z.array(z.string()).min(1).describe('Scored languages, English where it is among them'),
  metrics: z
    .array(z.string())
    .min(1)
    .describe('Metrics of the score room; the score of the task is the mean of their means over languages'),
  pooled: z
    .boolean()
    .default(false)
    .describe('true: the mean is over the examples of all languages at once, not over languages'),
})

/** A benchmark: which tasks it averages, over which languages, by which metrics. */
export const Benchmark = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  title: z.string(),
  tasks: z.array(BenchmarkTask).min(1),
  groups: z
    .record(z.string(), z.array(z.string()).min(1))
    .describe('Group -> task ids; its score is the unweighted mean of their scores'),
  average: z.strictObject({
    rule: z.string().describe('How the one number comes about'),
    source: z.string(),
  }),
  citation: z.string(),
  notes: z.array(z.string()).default([]),
})
export type Benchmark = z.infer<typeof Benchmark>
export type BenchmarkInput = z.input<typeof Benchmark>
