import type { EvidenceReport } from '#evidence'
import { listed, percent } from '#kernel'
import {
  list,
  listOr,
  type Section,
  section,
  type Table,
  type Text,
  tableOf,
  tableOr,
} from '../../document/model.ts'
import { decimal, signed } from '../../numbers.ts'
import { citation, claimLink, claimLinks } from '../citing.ts'

/** Claims that disagree, and what may explain it. */
export const contradictionsSection = (report: EvidenceReport): Section =>
  section(
    'Contradictions',
    [
      listOr(
        report.contradictions.map(
          ({ claims, about, factors }): Text => [
            claimLinks(report, claims),
            ` disagree on ${about}. ${
              factors.length === 0
                ? 'Nothing that we read explains it.'
                : `They differ in ${listed(factors.map(({ name, one, other }) => `${name} (${one}; ${other})`))}, which may explain it.`
            }`,
          ],
        ),
        'None among the claims.',
      ),
    ],
    { id: 'contradictions' },
  )

/** Differences that claims state with a value, and what they come to together. */
export const effectsSection = (report: EvidenceReport): Section =>
  section(
    'Effects',
    [
      tableOr('Effects', effectTable(report), 'No claim states a difference with a value.'),
      report.pooled.length === 0 ? null : list(pooledLines(report)),
    ],
    { id: 'effects' },
  )

const or = (value: string | null, none: string) => (value === null || value === '' ? none : value)

const effectTable = (report: EvidenceReport): Table =>
  tableOf(report.effects, [
    ['Claim', ({ claim }) => claimLink(report, claim)],
    ['What', ({ subject }) => subject],
    ['Against', ({ comparator }) => or(comparator, 'not said')],
    ['Task', ({ task }) => or(task, 'mean over tasks')],
    ['Languages', ({ languages }) => or(languages.join(', '), 'not said')],
    ['Model', ({ model }) => or(model, 'not said')],
    ['Metric', ({ metric }) => or(metric, 'not said')],
    [
      'Difference, points',
      ({ difference, unit }) => `${signed(difference)}${unit === 'percent' ? ' %' : ''}`,
      'number',
    ],
    [
      'Interval',
      ({ low, high }) =>
        low === null || high === null ? 'not reported' : `${signed(low)} to ${signed(high)}`,
      'number',
    ],
    ['Source', ({ source }) => (source.startsWith('study:') ? 'study' : citation(report, source))],
  ])

const pooledLines = (report: EvidenceReport): Text[] =>
  report.pooled.map(({ about, difference, low, high, claims, tauSquared, iSquared }) => [
    `${about}: ${signed(difference)} (95 % interval ${signed(low)} to ${signed(high)}), random effects over `,
    claimLinks(report, claims),
    `; between-study variance ${decimal(tauSquared)}, I² ${percent(iSquared)}.`,
  ])
