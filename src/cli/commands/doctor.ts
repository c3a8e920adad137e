import { defineCommand } from 'citty'
import color from 'picocolors'
import { version } from '../../../package.json'
import { dataFolders, storeFolder, studyArguments } from '../context.ts'
import { examine, type State } from '../doctor.ts'
import { guarded } from '../guard.ts'

const paint: Record<State, (text: string) => string> = {
  ok: color.green,
  warning: color.yellow,
  missing: color.red,
}

export default defineCommand({
  meta: { name: 'doctor', description: 'Say what this machine has, what it lacks, and what to do about it' },
  args: { ...studyArguments, json: { type: 'boolean', description: 'Print as JSON' } },
  run: ({ args }) =>
    guarded(async () => {
      const checks = await examine({
        version,
        store: () => storeFolder(args.store),
        data: () => dataFolders(args.data),
      })
      const ready = checks.every(({ state }) => state !== 'missing')
      if (args.json) console.log(JSON.stringify({ ready, checks }, null, 2))
      else {
        for (const { id, state, found, hint } of checks) {
          console.log(`${paint[state](state.padEnd(7))} ${id.padEnd(16)} ${found}`)
          if (hint !== undefined) console.log(`${' '.repeat(25)}${color.cyan('do')} ${hint}`)
        }
        console.log(ready ? 'All that is needed is there.' : 'Something needed is missing, see above.')
      }
      return ready ? 0 : 3
    }),
})
