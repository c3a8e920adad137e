import { defineCommand } from 'citty'
import { setUpPython } from '#engine'
import { InterruptedError } from '#store'
import { guarded } from '../guard.ts'

export default defineCommand({
  meta: { name: 'setup', description: 'Install the Python packages that Polyvia computes with' },
  args: { dev: { type: 'boolean', description: 'Also what the tests and checks of Polyvia need' } },
  run: ({ args }) =>
    guarded(async () => {
      const controller = new AbortController()
      const { signal } = controller
      process.once('SIGINT', () => controller.abort())
      try {
        const python = await setUpPython({
          log: (line) => console.error(line),
          dev: args.dev === true,
          signal,
        })
        console.log(python)
      } catch (thrown) {
        throw signal.aborted ? new InterruptedError('The set-up') : thrown
      }
      return 0
    }),
})
