import type { EvidenceReport } from '#evidence'
import { listed } from '#kernel'
import { list, type Section, section, type Text } from '../../document/model.ts'
import { claimLinks } from '../citing.ts'

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
