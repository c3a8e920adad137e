import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { makeProtocol } from '../protocol/make.ts'
import { fuse, wordScores } from '../ranking/rank.ts'
import { parseCollection } from '../sources/anthology-xml.ts'
import { clusterRecords } from '../works/cluster.ts'
import { rankedText, screenAbstracts } from './screen.ts'

/** Volumes of the ACL Anthology; they are not part of the repository. */
const FOLDER = resolve(import.meta.dirname, '../../../../shared/data/papers/acl-anthology')
const there = existsSync(FOLDER)
if (!there) console.warn(`skipped: no papers at ${FOLDER}`)

const QUESTIONS = [
  'How does intermediate-task training on morphologically rich languages impact zero-shot cross-lingual transfer accuracy on XTREME-R sentence retrieval tasks compared to English-only baselines?',
  'How does intermediate-task training on semantic textual similarity datasets impact zero-shot cross-lingual transfer accuracy on XTREME-R for low-resource languages compared to general purpose fine-tuning?',
  'How does intermediate-task training on out-of-domain corpora affect zero-shot cross-lingual performance on the XTREME benchmark compared to in-domain intermediate tasks?',
  'To what extent does intermediate-task training with English question-answering tasks generalize to cross-lingual retrieval tasks in XTREME-R, as measured by recall@10 compared to multilingual QA intermediate tasks?',
  'How does the performance of English vs. non-English intermediate-task fine-tuning compare on XTREME-R benchmark for languages with varying degrees of morphological complexity?',
]

describe.skipIf(!there)('of four volumes of real papers', () => {
  const works = there
    ? clusterRecords(
        ['2020.aacl.xml.gz', '2020.repl4nlp.xml', '2021.mrl.xml', '2021.naacl.xml.gz'].flatMap((file) => {
          const bytes = readFileSync(resolve(FOLDER, file))
          return parseCollection((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')).records
        }),
      )
    : []

  test.each(QUESTIONS)('the one that is nearest comes first: %s', (question) => {
    const protocol = makeProtocol({ question, date: '2026-11-21', sources: ['acl-anthology'] })
    const words = wordScores(protocol, works.map(rankedText))
    const rows = screenAbstracts(
      protocol,
      works,
      fuse(
        words,
        works.map(() => null),
      ),
    )
    expect(rows).toHaveLength(works.length)
    expect(rows.filter(({ decision }) => decision === 'include')).toHaveLength(protocol.limits.fullTexts)
    expect(rows.find(({ rank }) => rank === 1)?.work).toBe('acl:2020.aacl-main.56')
  })
})
