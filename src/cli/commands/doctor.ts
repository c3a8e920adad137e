import { defineCommand } from 'citty'
import { version } from '../../../package.json'
import { json, studyArguments } from '../arguments.ts'
import type { State } from '../doctor.ts'
import { color, print, printJson } from '../terminal.ts'

const paint: Record<State, (text: string) => string> = {
  ok: color.green,
  warning: color.yellow,
  missing: color.red,
}

export default defineCommand({
  meta: { name: 'doctor', description: 'Say what this machine has, what it lacks, and what to do about it' },
  args: { ...studyArguments, json },
  run: async ({ args }) => {
    const [{ dataFolders, storeFolder }, { examine }] = await Promise.all([
      import('../context.ts'),
      import('../doctor.ts'),
    ])
    const checks = await examine({
      version,
      store: () => storeFolder(args.store),
      data: () => dataFolders(args.data),
    })
    const ready = checks.every(({ state }) => state !== 'missing')
    if (args.json) printJson({ ready, checks })
    else {
      for (const { id, state, found, hint } of checks) {
        print(`${paint[state](state.padEnd(7))} ${id.padEnd(16)} ${found}`)
        if (hint !== undefined) print(`${' '.repeat(25)}${color.cyan('do')} ${hint}`)
      }
      print(ready ? 'All that is needed is there.' : 'Something needed is missing, see above.')
    }
    return ready ? 0 : 3
  },
})
