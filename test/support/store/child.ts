/**
 * A process of the store's tests, to be killed or raced: `child.ts many <root>` makes artifact after artifact;
 * `child.ts one <root> <log>` makes one slowly, writing a line to the log for each time it computes.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '#kernel'
import { openStore } from '../../../src/store/store.ts'

const [mode, root, log] = process.argv.slice(2) as [string, string, string]
const store = openStore(root)
const base = { operation: 'test', label: mode, inputs: {}, parameters: null, versions: {} }
process.stdout.write('ready\n')

if (mode === 'one') {
  const { computed } = await store.produce(sha256('one'), base, async ({ output }) => {
    appendFileSync(log, `${process.pid}\n`)
    await sleep(300)
    writeFileSync(join(output, 'file'), 'content')
    return {}
  })
  process.stdout.write(`${computed}\n`)
}

for (let index = 0; mode === 'many'; index++)
  await store.produce(sha256(`artifact ${index}`), base, async ({ output, state }) => {
    writeFileSync(join(state, 'step'), String(index))
    for (const name of ['a', 'b']) {
      writeFileSync(join(output, name), Buffer.alloc(10_000 * (1 + (index % 7)), index))
      await sleep(1)
    }
    return { facts: { index } }
  })
