import { defineCommand } from 'citty'
import type { DataCheck } from '#data'
import { json, taskArguments } from '../arguments.ts'
import { color, print, printJson } from '../terminal.ts'

const paint: Record<DataCheck['state'], (text: string) => string> = {
  ok: color.green,
  wrong: color.red,
  incomplete: color.yellow,
  absent: color.dim,
  note: color.yellow,
}

export default defineCommand({
  meta: {
    name: 'verify',
    description: 'Hash fetched files again, parse every split, and compare with what is published',
  },
  args: {
    ...taskArguments,
    json,
  },
  run: async ({ args }) => {
    const [{ tasks }, { verifyFiles, verifyTask }, { dataFolders }, { namedTasks }] = await Promise.all([
      import('#catalog'),
      import('#data'),
      import('../context.ts'),
      import('../task-data.ts'),
    ])
    const folders = dataFolders(args.data)
    const checks: DataCheck[] = []
    const tell = (found: readonly DataCheck[]) => {
      checks.push(...found)
      if (args.json) return
      // Of tasks that are not named, what is not there is nobody's question.
      for (const each of found)
        if (each.state !== 'absent' || args._.length > 0)
          print(`${paint[each.state](each.state.padEnd(10))} ${each.subject}: ${each.found}`)
    }
    for (const folder of folders) tell(await verifyFiles(folder))
    for (const entry of args._.length === 0 ? tasks() : namedTasks(args._))
      tell(await verifyTask(entry, folders))
    const count = (state: DataCheck['state']) => checks.filter((each) => each.state === state).length
    if (args.json) printJson(checks)
    else
      print(
        `${checks.length} checked: ${count('ok')} ok, ${count('wrong')} wrong, ${count('note')} stand-ins, ${count('incomplete')} incomplete, ${count('absent')} not there`,
      )
    return count('wrong') > 0 ? 1 : 0
  },
})
