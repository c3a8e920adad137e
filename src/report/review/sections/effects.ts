import type { EvidenceReport } from '#evidence'
import { listed, percent } from '#kernel'
import {
  list,
  listOr,
  numberColumn,
  type Section,
  section,
  type Table,
  type Text,
  tableOr,
  textColumn,
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
      ...(report.pooled.length === 0 ? [] : [list(pooledLines(report))]),
    ],
    { id: 'effects' },
  )

const or = (value: string | null, none: string) => (value === null || value === '' ? none : value)

const effectTable = (report: EvidenceReport): Table => ({
  columns: [
    textColumn('Claim'),
    textColumn('What'),
    textColumn('Against'),
    textColumn('Task'),
    textColumn('Languages'),
    textColumn('Model'),
    textColumn('Metric'),
    numberColumn('Difference, points'),
    numberColumn('Interval'),
    textColumn('Source'),
  ],
  rows: report.effects.map((effect) => [
    claimLink(report, effect.claim),
    effect.subject,
    or(effect.comparator, 'not said'),
    or(effect.task, 'mean over tasks'),
    or(effect.languages.join(', '), 'not said'),
    or(effect.model, 'not said'),
    or(effect.metric, 'not said'),
    `${signed(effect.difference)}${effect.unit === 'percent' ? ' %' : ''}`,
    effect.low === null || effect.high === null
      ? 'not reported'
      : `${signed(effect.low)} to ${signed(effect.high)}`,
    effect.source.startsWith('study:') ? 'study' : citation(report, effect.source),
  ]),
})

const pooledLines = (report: EvidenceReport): Text[] =>
  report.pooled.map(({ about, difference, low, high, claims, tauSquared, iSquared }) => [
    `${about}: ${signed(difference)} (95 % interval ${signed(low)} to ${signed(high)}), random effects over `,
    claimLinks(report, claims),
    `; between-study variance ${decimal(tauSquared)}, I² ${percent(iSquared)}.`,
  ])
