#!/usr/bin/env node
import process from 'node:process'
import { defineCommand, runCommand } from 'citty'
import { version } from '../../package.json'
import { reportError } from './report-error.ts'
import { endQuietlyWithReader, print } from './terminal.ts'
import { checkArguments, findCommand, usageOf } from './usage.ts'
import { withReview } from './with-review.ts'

const main = defineCommand({
  meta: {
    description: 'Which detour through an intermediate task pays, for which language, and how surely?',
  },
  subCommands: {
    quickstart: () => import('./commands/quickstart.ts').then((module) => module.default),
    init: () => import('./commands/init.ts').then((module) => module.default),
    plan: () => import('./commands/plan.ts').then((module) => module.default),
    run: () => import('./commands/run.ts').then((module) => module.default),
    verify: () => import('./commands/verify.ts').then((module) => module.default),
    report: () => import('./commands/report.ts').then((module) => module.default),
    store: () => import('./commands/store.ts').then((module) => module.default),
    data: () => import('./commands/data.ts').then((module) => module.default),
    tasks: () => import('./commands/tasks.ts').then((module) => module.default),
    languages: () => import('./commands/languages.ts').then((module) => module.default),
    models: () => import('./commands/models.ts').then((module) => module.default),
    score: () => import('./commands/score.ts').then((module) => module.default),
    evidence: () => import('./commands/evidence.ts').then((module) => module.default),
    export: () => import('./commands/export.ts').then((module) => module.default),
    schema: () => import('./commands/schema.ts').then((module) => module.default),
    doctor: () => import('./commands/doctor.ts').then((module) => module.default),
    setup: () => import('./commands/setup.ts').then((module) => module.default),
  },
})

endQuietlyWithReader()
process.exitCode = await polyvia(withReview(process.argv.slice(2))).catch(reportError)

/** Runs what was typed and gives the exit code. */
async function polyvia(args: readonly string[]): Promise<number> {
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-v')) {
    print(version)
    return 0
  }
  const asked = await findCommand(main, args)
  if (asked.wants === 'help') {
    print(await usageOf(asked, version))
    return 0
  }
  await checkArguments(asked)
  const { result } = await runCommand(asked.command, { rawArgs: [...asked.args] })
  return result as number
}
