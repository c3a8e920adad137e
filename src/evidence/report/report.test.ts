import { describe, expect, it } from 'vitest'
import { emptyBundle, evidenceBundle } from '../../../test/support/evidence/made-bundle.ts'
import type { Work } from '../bundle/works.ts'
import { tokens } from '../language/tokens.ts'
import { buildEvidenceReport } from './build.ts'
import { citationKeys } from './citation-keys.ts'
import { EvidenceReport } from './schema.ts'
import { pageOf, webAddress } from './web-pages.ts'

/** Share of the runs of five words of a text that another one has too. */
function overlap(text: string, other: string): number {
  const runs = (of: string) => {
    const words = tokens(of).map(({ norm }) => norm)
    return words.slice(4).map((_, at) => words.slice(at, at + 5).join(' '))
  }
  const there = new Set(runs(other))
  const own = runs(text)
  return own.filter((run) => there.has(run)).length / Math.max(1, own.length)
}

describe('buildEvidenceReport', () => {
  const bundle = evidenceBundle()
  const report = buildEvidenceReport(bundle)

  it('fits its schema, with the same bytes for the same bundle', () => {
    expect(EvidenceReport.parse(report)).toEqual(report)
    expect(JSON.stringify(buildEvidenceReport(evidenceBundle()))).toBe(JSON.stringify(report))
  })

  it('counts what is in the bundle', () => {
    const { claims, ...counts } = report.counts
    const labels = bundle.verdicts.map(({ label }) => label)
    expect(claims.extracted).toBe(bundle.claims.length)
    expect(claims.decided).toBe(labels.filter((label) => label !== 'insufficient').length)
    expect(claims.verified).toBe(bundle.verdicts.filter(({ verified }) => verified).length)
    expect(claims.quoted).toBe(bundle.claims.filter(({ origin }) => origin.from === 'work').length)
    expect(claims.extracted).toBeGreaterThanOrEqual(claims.decided)
    expect(claims.decided).toBeGreaterThanOrEqual(claims.verified)
    expect(claims.supported + claims.contradicted + claims.insufficient).toBe(claims.extracted)
    expect(claims.measured).toBe(1)
    expect(counts).toMatchObject({ sources: 4, failedSources: 1, records: 14, works: 10 })
    expect(counts).toMatchObject({ included: 7, fullTexts: 6, abstractsOnly: 1 })
    expect(counts.quotes).toBe(claims.quoted + report.claims.flatMap(({ evidence }) => evidence).length)
    expect(counts.quotesFound).toBe(counts.quotes)
  })

  it('prints no number of the method that is not among the counts', () => {
    const { claims } = report.counts
    const said = report.methodology.join(' ')
    expect(said).toContain(`${claims.quoted} sentences were quoted`)
    expect(said).toContain(
      `${claims.verified} are supported by another work and ${claims.contradicted} contradicted`,
    )
    const verdicts = bundle.verdicts.map((verdict) => ({ ...verdict, mode: 'quotes' as const }))
    const unasked = buildEvidenceReport({ ...bundle, verdicts }).methodology.join(' ')
    expect(unasked).toContain('There was no verifier')
  })

  it('has an abstract of this run, not of a source', () => {
    expect(report.abstract).toContain(bundle.protocol.question)
    expect(report.abstract).toContain('14 March 2026')
    expect(report.abstract).toContain('while Crossref failed')
    expect(report.abstract).toContain('7 were included')
    expect(report.abstract).toContain(report.answer.sentence)
    for (const { abstract } of bundle.works) {
      expect(overlap(report.abstract, abstract ?? '')).toBeLessThan(0.2)
      expect(overlap(abstract ?? '', report.abstract)).toBeLessThan(0.5)
    }
    const copied = bundle.works[0]!.abstract!
    expect(overlap(copied, copied)).toBe(1)
  })

  it('says of each claim what it speaks of and what it says to what is asked', () => {
    const claim = (id: string) => report.claims.find((each) => each.id === id)!
    expect(claim('c-squad-average')).toMatchObject({ stand: 'for', readBy: 'rules' })
    expect(claim('c-squad-average').parts).toEqual(['intermediate-training', 'zero-shot-transfer'])
    expect(claim('c-quechua')).toMatchObject({ stand: null, readBy: null })
    expect(claim('c-study')).toMatchObject({ stand: 'for', readBy: 'measurement' })
  })

  it('lists a reference if a claim or a quote cites it, and no other', () => {
    const cited = new Set(
      report.claims.flatMap(({ origin, evidence }) => [
        ...(origin.from === 'work' ? [origin.work] : []),
        ...evidence.map(({ reference }) => reference),
      ]),
    )
    expect(new Set(report.references.map(({ work }) => work))).toEqual(cited)
    expect(report.references.every(({ claims }) => claims.length > 0)).toBe(true)
    expect(bundle.works.length).toBeGreaterThan(cited.size)
    expect(report.references.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('names what was left out, with the reason', () => {
    expect(report.excluded).toMatchObject([
      { work: 'doi:10.5555/plan.2', reason: 'Reports no result on the question' },
    ])
    expect(report.notRetrieved).toMatchObject([
      { work: 'doi:10.5555/lost.3', reason: 'pdf: the publisher asks for payment' },
    ])
  })

  it('shows where every quote stands, cells with their table', () => {
    const [cell] = report.claims.find(({ id }) => id === 'c-squad-small')!.evidence
    expect(cell).toMatchObject({
      quote: 'SQuAD / F1 = 68.4.',
      cell: 'Table 2: Results on TyDiQA',
      found: true,
    })
    for (const { evidence } of report.claims)
      for (const { sha256, start, end, quote } of evidence)
        expect(bundle.texts.find((text) => text.sha256 === sha256)!.text.slice(start, end)).toBe(quote)
    expect(cell).toMatchObject({ label: 'insufficient', tier: 'related' })
  })

  it('says of a quote that has moved that it was not found', () => {
    const moved = structuredClone(bundle)
    moved.verdicts[0]!.findings[0]!.start += 1
    const after = buildEvidenceReport(moved)
    expect(after.counts.quotesFound).toBe(after.counts.quotes - 1)
    expect(after.limitations.join(' ')).toContain(`1 of ${after.counts.quotes} quotes do not stand`)
  })

  it('counts claims by source', () => {
    expect(report.concentration[0]).toMatchObject({ claims: 3, share: 3 / 11 })
    expect(report.concentration.reduce((sum, { claims }) => sum + claims, 0)).toBe(11)
  })

  it('has limitations of this run, and none that it does not have', () => {
    const said = report.limitations.join('\n')
    expect(said).toContain('Crossref could not be searched: no answer after five attempts (HTTP 503)')
    expect(said).toContain('OpenAlex was read up to the limit: 8 of 1,840 hits')
    expect(said).toContain('Only the abstract could be read of 1 of 7')
    expect(said).toContain(
      '8 of 10 quoted sentences are neither supported nor contradicted by another work. That',
    )
    expect(said).toContain('ranked by their words alone')
    expect(said).toContain('is retracted')
    expect(said).toContain('1 claim comes from studies of our own')
  })

  it('sums up searches of one source that ended at the limit', () => {
    const twice = structuredClone(bundle)
    const cut = twice.searches.find(({ stopped }) => stopped === 'limit')!
    twice.searches.push({ ...cut, reported: 900, records: [], retrieved: 0 })
    const said = buildEvidenceReport(twice).limitations.filter((each) => each.includes('limit'))
    expect(said).toEqual([
      'OpenAlex was read up to the limit: 8 of 900 to 1,840 hits, in each of 2 searches.',
    ])
  })

  it('reports an empty review as one', () => {
    const empty = buildEvidenceReport(emptyBundle())
    expect(EvidenceReport.parse(empty)).toEqual(empty)
    expect(empty.abstract).toContain('No evidence was found.')
    expect(empty.references).toEqual([])
    expect(empty.claims).toEqual([])
  })
})

describe('citation keys', () => {
  const works = evidenceBundle().works
  it('are ASCII, unique, and do not depend on the order', () => {
    const keys = citationKeys(works)
    for (const key of keys.values()) expect(key).toMatch(/^[a-z0-9-]+$/)
    expect(new Set(keys.values()).size).toBe(works.length)
    expect([...citationKeys([...works].reverse())].sort()).toEqual([...keys].sort())
    expect(keys.get('acl:2021.sample-main.4')).toBe('zoltowska2021questions')
  })
  it('tell twins apart', () => {
    const twin = (id: string): Work => ({ ...works[0]!, id })
    expect([...citationKeys([twin('b'), twin('a')]).values()]).toEqual([
      'zoltowska2021questions',
      'zoltowska2021questions-2',
    ])
  })
})

describe('links', () => {
  it('go to the web alone', () => {
    expect(webAddress('javascript:alert(1)')).toBeNull()
    expect(webAddress('file:///etc/passwd')).toBeNull()
    expect(webAddress('papers/a.pdf')).toBeNull()
    expect(webAddress('https://example.org/a b')).toBe('https://example.org/a%20b')
    const bare = { ids: {}, links: { landing: 'javascript:alert(1)' }, arxivVersion: null }
    expect(pageOf(bare)).toBeNull()
    expect(pageOf({ ...bare, ids: { arxiv: '2005.13013' }, arxivVersion: 2 })).toBe(
      'https://arxiv.org/abs/2005.13013v2',
    )
  })
})
