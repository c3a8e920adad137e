/**
 * Runs the A/A study same-arms.yaml many times with other seeds, and counts what its reports say of arms that are the same.
 * Run: npx tsx bench/validity/same-arms.ts --store DIR [--runs 20] [--slots 1x1] [--reports DIR] [--table FILE]
 * Studies and reports go to `--reports` (else a folder beside the store). What the store has is not run again: the same
 * command goes on where it was broken off, and writes the table anew from results that are there.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Report } from '#report'
import { sameArmsTable } from './same-arms-table.ts'

const SEEDS = 3
const HERE = import.meta.dirname

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    runs: { type: 'string', default: '20' },
    slots: { type: 'string', default: '1x1' },
    reports: { type: 'string' },
    table: { type: 'string', default: join(HERE, 'same-arms.md') },
  },
})
if (values.store === undefined) throw new Error('name the store with --store DIR')
const store = resolve(values.store)
const folder = resolve(values.reports ?? `${store}-reports`)
mkdirSync(folder, { recursive: true })

const reports: Report[] = []
for (let run = 1; run <= Number(values.runs); run++) {
  reports.push(reportOf(run))
  writeFileSync(values.table, sameArmsTable(reports))
  console.log(`run ${run}: ${values.table}`)
}

/** Runs the study with seeds that no other run has: 1 2 3, 4 5 6, ... */
function reportOf(run: number): Report {
  const name = `same-arms-${String(run).padStart(2, '0')}`
  const seeds = Array.from({ length: SEEDS }, (_, at) => (run - 1) * SEEDS + at + 1)
  const text = readFileSync(join(HERE, 'same-arms.yaml'), 'utf8')
  const study = join(folder, `${name}.yaml`)
  writeFileSync(study, text.replace(/^seeds: .*$/m, `seeds: [${seeds.join(', ')}]`))
  const out = join(folder, name)
  const command = ['run', study, '--store', store, '--slots', values.slots, '--out', out, '--quiet']
  const cli = ['--import', 'tsx', resolve(HERE, '../../src/cli/main.ts')]
  const { status } = spawnSync(process.execPath, [...cli, ...command], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`polyvia ${command.join(' ')} ended with ${status}`)
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report
  if (report.missing.length > 0) throw new Error(`${out} lacks ${report.missing.length} scores`)
  if (report.seeds.join() !== seeds.join()) throw new Error(`${out} is of seeds ${report.seeds}`)
  return report
}
