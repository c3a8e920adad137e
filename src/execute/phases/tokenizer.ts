import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readDataset } from '#plan'
import type { WorkerBody } from '../body.ts'

/** Trains a tokenizer on the different texts of masked-LM datasets, one text a line. */
export const tokenizerBody: WorkerBody<'tokenizer'> = async ({ phase, worker, output, state, progress }) => {
  const text = join(state, 'text.txt')
  const file = await open(text, 'w')
  const seen = new Set<string>()
  try {
    for (const ref of phase.local.text) {
      const { examples } = await readDataset(ref, phase.local.folders)
      const texts = examples.flatMap((example) =>
        'text' in example ? [example.text, 'pair' in example ? example.pair : undefined] : [],
      )
      // A sentence that is the pair of many others counts once.
      for (const each of texts) if (each !== undefined) seen.add(each.replace(/\s+/gu, ' '))
    }
    await file.writeFile(`${[...seen].join('\n')}\n`)
  } finally {
    await file.close()
  }
  const { vocabulary, characterCoverage, seedPieces } = phase.parameters
  await worker.run(
    {
      op: 'tokenizer',
      id: phase.key,
      text,
      vocabularySize: vocabulary,
      characterCoverage,
      seedPieces,
      output,
    },
    progress(),
  )
  await rm(text)
  return { lines: seen.size }
}
