import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sha256 } from '#kernel'
import { sentences } from '../../../../src/evidence/language/sentences.ts'
import type { Source } from './suite.ts'

const RESULT =
  /\b(?:improv|outperform|result|show|achiev|increas|reduc|gain|better|higher|lower|benefit|find)\p{L}*/iu
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const plain = (xml: string) =>
  xml
    .replace(/<[^>]+>/g, '')
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC')

/**
 * Sentences of the abstracts of ACL Anthology volumes (XML, also gzipped), with their neighbours; of those abstracts alone
 * that are wanted.
 */
export function allSentences(folder: string, isWanted: (abstract: string) => boolean = () => true): Source[] {
  return readdirSync(folder)
    .filter((name) => /\.xml(?:\.gz)?$/.test(name))
    .sort()
    .flatMap((name) => {
      const bytes = readFileSync(join(folder, name))
      const xml = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
      return [...xml.matchAll(/<abstract>([\s\S]*?)<\/abstract>/g)].map(([, inner]) => plain(inner!))
    })
    .filter(isWanted)
    .flatMap((text) => {
      const ranges = sentences(text)
      return ranges.map(({ start, end }, at) => ({
        sentence: text.slice(start, end),
        passage: text.slice(
          ranges[Math.max(0, at - 1)]!.start,
          ranges[Math.min(ranges.length - 1, at + 1)]!.end,
        ),
      }))
    })
}

/** Whole sentences about results. `half` is by the hash of the abstract, so that no abstract is in both. */
export function resultSentences(folder: string, half: 0 | 1): Source[] {
  return allSentences(folder, (text) => Number.parseInt(sha256(text).slice(0, 2), 16) % 2 === half).filter(
    ({ sentence }) =>
      sentence.length >= 40 && sentence.length <= 320 && /[a-z%)]\.$/.test(sentence) && RESULT.test(sentence),
  )
}

/** `count` of them, evenly spread. */
export function spread<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(1, list.length / count)
  return Array.from({ length: Math.min(count, list.length) }, (_, at) => list[Math.floor(at * step)]!)
}
