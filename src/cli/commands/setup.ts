import { defineCommand } from 'citty'
import { interruptible } from '../interrupt.ts'
import { print, tell } from '../terminal.ts'

export default defineCommand({
  meta: { name: 'setup', description: 'Install the Python packages that Polyvia computes with' },
  args: { dev: { type: 'boolean', description: 'Also what the tests and checks of Polyvia need' } },
  run: async ({ args }) => {
    const [{ setUpPython }, { InterruptedError }] = await Promise.all([import('#engine'), import('#store')])
    return interruptible(async (signal) => {
      try {
        print(await setUpPython({ log: tell, dev: args.dev === true, signal }))
        return 0
      } catch (thrown) {
        throw signal.aborted ? new InterruptedError('The set-up') : thrown
      }
    })
  },
})
