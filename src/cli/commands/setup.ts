import { defineCommand } from 'citty'
import { print, tell } from '../terminal.ts'

export default defineCommand({
  meta: { name: 'setup', description: 'Install the Python packages that Polyvia computes with' },
  args: { dev: { type: 'boolean', description: 'Also what the tests and checks of Polyvia need' } },
  run: async ({ args }) => {
    const [{ setUpPython }, { InterruptedError }] = await Promise.all([import('#engine'), import('#store')])
    const controller = new AbortController()
    const { signal } = controller
    process.once('SIGINT', () => controller.abort())
    try {
      print(await setUpPython({ log: tell, dev: args.dev === true, signal }))
    } catch (thrown) {
      throw signal.aborted ? new InterruptedError('The set-up') : thrown
    }
    return 0
  },
})
