import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readDataset, type TokenizerPhase } from '#plan'
import type { WorkerBody } from '../body.ts'

/** Trains a tokenizer on the texts of masked-LM datasets, one text a line. */
export const tokenizerBody: WorkerBody<TokenizerPhase> = async ({
  phase,
  worker,
  output,
  state,
  progress,
}) => {
  const text = join(state, 'text.txt')
  const file = await open(text, 'w')
  let lines = 0
  try {
    for (const ref of phase.local.text) {
      const { examples } = await readDataset(ref, phase.local.folders)
      const texts = examples.flatMap((example) =>
        'text' in example ? [example.text, 'pair' in example ? example.pair : undefined] : [],
      )
      const block = texts.filter((each) => each !== undefined).map((each) => each.replace(/\s+/gu, ' '))
      lines += block.length
      await file.writeFile(`${block.join('\n')}\n`)
    }
  } finally {
    await file.close()
  }
  const { vocabulary } = phase.parameters
  await worker.run(
    { op: 'tokenizer', id: phase.key, text, vocabularySize: vocabulary, extraTokens: [], output },
    progress(),
  )
  await rm(text)
  return { lines }
}
