import type { EvidenceReport } from '#evidence'
import { listed, percent } from '#kernel'
import { type Block, list, type Section, section, type Text, table } from '../../document/model.ts'
import { decimal, signed, spoken } from '../../numbers.ts'
import { citation, claimLink, claimLinks } from '../citing.ts'

/** Claims that disagree, and what may explain it. */
export function contradictionsSection(report: EvidenceReport): Section {
  const found = report.contradictions.map(({ claims, about, factors }): Text => {
    const apart = factors.map(({ name, one, other }) => `${name} (${one}; ${other})`)
    const why =
      apart.length === 0
        ? 'Nothing that we read explains it.'
        : `They differ in ${listed(apart)}, which may explain it.`
    return [claimLinks(report, claims), ` disagree on ${about}. ${why}`]
  })
  return section({ title: 'Contradictions', id: 'contradictions' }, [list(found, 'None among the claims.')])
}

/** Differences that claims state with a value, and what they come to together. */
export const effectsSection = (report: EvidenceReport): Section =>
  section({ title: 'Effects', id: 'effects' }, [
    effectTable(report),
    report.pooled.length === 0 ? null : list(pooledLines(report)),
  ])

const effectTable = (report: EvidenceReport): Block =>
  table({ title: 'Effects', none: 'No claim states a difference with a value.' }, report.effects, [
    ['Claim', ({ claim }) => claimLink(report, claim)],
    ['What', ({ subject }) => subject],
    ['Against', ({ comparator }) => comparator || 'not said'],
    ['Task', ({ task }) => task || 'mean over tasks'],
    ['Languages', ({ languages }) => languages.join(', ') || 'not said'],
    ['Model', ({ model }) => model || 'not said'],
    ['Metric', ({ metric }) => metric || 'not said'],
    [
      'Difference, points',
      ({ difference, unit }) => `${signed(difference)}${unit === 'percent' ? ' %' : ''}`,
      'number',
    ],
    [
      'Interval',
      ({ low, high }) => (low === null || high === null ? 'not reported' : spoken({ low, high })),
      'number',
    ],
    ['Source', ({ source }) => (source.startsWith('study:') ? 'study' : citation(report, source))],
  ])

const pooledLines = (report: EvidenceReport): Text[] =>
  report.pooled.map(({ about, difference, low, high, claims, tauSquared, iSquared }) => [
    `${about}: ${signed(difference)} (95 % interval ${spoken({ low, high })}), random effects over `,
    claimLinks(report, claims),
    `; between-study variance ${decimal(tauSquared)}, I² ${percent(iSquared)}.`,
  ])
