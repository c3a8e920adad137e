/**
 * A process of the store's tests, to be killed or raced: `child.ts many <root>` makes artifact after artifact;
 * `child.ts one <root> <log>` makes one slowly, writing a line to the log for each time it computes;
 * `child.ts sharing <root> <name>` makes artifacts that have one large file in common, and removes every third;
 * `child.ts dropping <root> <name>` makes artifacts and drops each; `child.ts wanting <root> <key>` is a run that will read one.
 */
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Key, sha256 } from '#kernel'
import { openStore } from '../../../src/store/store.ts'

const [mode, root, given] = process.argv.slice(2) as [string, string, string]
const store = openStore(root)
const base = { operation: 'test', label: mode, inputs: {}, parameters: null, versions: {} }
process.stdout.write('ready\n')

if (mode === 'one') {
  const { computed } = await store.produce(sha256('one'), base, async ({ output }) => {
    appendFileSync(given, `${process.pid}\n`)
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

for (let index = 0; mode === 'sharing'; index++) {
  const key = sha256(`${given} ${index}`)
  await store.produce(key, base, async ({ output }) => {
    writeFileSync(join(output, 'shared'), Buffer.alloc(1 << 20, 7))
    writeFileSync(join(output, 'own'), Buffer.alloc(1 << 19, `${given} ${index}`))
    return {}
  })
  if (index % 3 === 2) await store.remove(key)
}

for (let index = 0; mode === 'dropping'; index++) {
  const key = sha256(`${given} ${index}`)
  await store.produce(key, base, async ({ output }) => {
    writeFileSync(join(output, 'large'), Buffer.alloc(1 << 19, `${given} ${index}`))
    writeFileSync(join(output, 'small'), 'small')
    return {}
  })
  const run = await store.openRun()
  await run.drop(key, ['small'])
  await run.close()
}

if (mode === 'wanting') {
  const run = await store.openRun()
  await run.wants([given as Key])
  process.stdout.write('wanted\n')
  await sleep(60_000)
}
