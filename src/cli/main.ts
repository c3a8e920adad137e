#!/usr/bin/env node
import process from 'node:process'
import { defineCommand, runMain } from 'citty'
import { version } from '../../package.json'
import { reportError } from './guard.ts'
import { refuseUnknownOptions } from './options.ts'
import { withReview } from './with-review.ts'

const main = defineCommand({
  meta: {
    name: 'polyvia',
    version,
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

const rawArgs = withReview(process.argv.slice(2))
try {
  await refuseUnknownOptions(main, rawArgs)
  await runMain(main, { rawArgs })
} catch (thrown) {
  process.exitCode = reportError(thrown)
}
