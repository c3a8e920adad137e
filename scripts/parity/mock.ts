/**
 * Our scores of XTREME's mock predictions against those of its evaluate.py.
 * Usage: npx tsx scripts/parity/mock.ts CHECKOUT NEW.json OLD.json (see README.md here). Exits with 1 on any difference.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SpanExtractionExample } from '#data'
import {
  meanOf,
  type Score,
  type SeqevalBehaviour,
  scoreClassification,
  scoreRetrieval,
  scoreSpanExtraction,
  scoreTagging,
  taskScore,
  XTREME_GROUPS,
} from '#score'

type Values = Record<string, number>
interface Official {
  readonly seqeval: string
  readonly overall: Values
  readonly tasks: Record<string, Record<string, Values | number>>
  readonly mewslix: Record<string, Values>
}

const [checkout, ...officialFiles] = process.argv.slice(2) as [string, ...string[]]
const officials = officialFiles.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Official)
const path = (part: string, task: string, file: string) => join(checkout, 'mock_test_data', part, task, file)
const read = (part: string, task: string, file: string) => readFileSync(path(part, task, file), 'utf8')

const lines = (text: string) =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.trim())
const rows = (texts: readonly string[]) => texts.map((_, at) => String(at))

/** As evaluate.py: every blank line closes a sentence. */
function sentences(text: string): string[][] {
  const all: string[][] = []
  let current: string[] = []
  for (const line of lines(text)) {
    if (line !== '') current.push(line)
    else {
      all.push(current)
      current = []
    }
  }
  return current.length > 0 ? [...all, current] : all
}

function labels(task: string, language: string): Score {
  const [predicted, gold] = ['predictions', 'labels'].map((part) =>
    lines(read(part, task, `test-${language}.tsv`)),
  ) as [string[], string[]]
  const examples = rows(gold).map((id, at) => ({ id, text: '', label: gold[at]! }))
  return scoreClassification({ task, language }, examples, predicted)
}

function tags(task: string, language: string, seqeval: SeqevalBehaviour): Score {
  const [predicted, gold] = ['predictions', 'labels'].map((part) =>
    sentences(read(part, task, `test-${language}.tsv`)),
  ) as [string[][], string[][]]
  const examples = gold.map((tags, at) => ({ id: String(at), words: tags, tags }))
  return scoreTagging({ task, language }, examples, predicted, { seqeval })
}

function answers(task: string, language: string, rules: 'squad' | 'mlqa'): Score {
  const { data } = JSON.parse(read('labels', task, `test-${language}.json`)) as {
    data: {
      paragraphs: {
        context: string
        qas: { id: string; answers: { text: string; answer_start: number }[] }[]
      }[]
    }[]
  }
  const examples: SpanExtractionExample[] = data
    .flatMap(({ paragraphs }) => paragraphs)
    .flatMap(({ context, qas }) => qas.map((qa) => ({ ...qa, context })))
    .map(({ id, context, answers: gold }) => ({
      id,
      question: '',
      context,
      answers: gold.map(({ text }) => ({ text, start: 0 })),
    }))
  const predicted = JSON.parse(read('predictions', task, `test-${language}.json`)) as Record<string, string>
  return scoreSpanExtraction({ task, language }, examples, new Map(Object.entries(predicted)), { rules })
}

function rows20(language: string): Score {
  const gold = JSON.parse(read('labels', 'mewslix', `test-${language}.json`)) as Record<string, [string]>
  const predicted = JSON.parse(read('predictions', 'mewslix', `test-${language}.json`)) as Record<
    string,
    string[]
  >
  const ids = [...new Set([...Object.values(gold).flat(), ...Object.values(predicted).flat()])]
  const queries = Object.entries(gold)
  const top = queries.flatMap(([id]) =>
    Array.from({ length: 20 }, (_, at) => ids.indexOf(predicted[id]?.[at] ?? '')),
  )
  return scoreRetrieval(
    { task: 'mewslix', language },
    {
      neighbours: { data: Int32Array.from(top), shape: [queries.length, 20] },
      gold: Int32Array.from(queries, ([, [entity]]) => ids.indexOf(entity)),
      candidates: ids.length,
    },
  )
}

interface TaskCheck {
  score(language: string): Score
  /** Official name of a metric -> ours. */
  readonly metrics: Readonly<Record<string, string>>
}

function checks(seqeval: SeqevalBehaviour): Record<string, TaskCheck> {
  const accuracy = (task: string) => ({
    score: (language: string) => labels(task, language),
    metrics: { accuracy: 'accuracy' },
  })
  const f1 = (task: string) => ({
    score: (language: string) => tags(task, language, seqeval),
    metrics: { f1: 'chunk-f1' },
  })
  const qa = (task: string, rules: 'squad' | 'mlqa') => ({
    score: (language: string) => answers(task, language, rules),
    metrics: { f1: `${rules}-f1`, exact_match: `${rules}-exact-match` },
  })
  return {
    xnli: accuracy('xnli'),
    pawsx: accuracy('pawsx'),
    udpos: f1('udpos'),
    panx: f1('panx'),
    xquad: qa('xquad', 'squad'),
    mlqa: qa('mlqa', 'mlqa'),
    tydiqa: qa('tydiqa', 'squad'),
    tatoeba: accuracy('tatoeba'),
  }
}

let isEqual = true
const show = (value: number) => value.toFixed(12)
for (const official of officials) {
  const behaviour = `seqeval-${official.seqeval}` as SeqevalBehaviour
  console.log(
    `\nofficial evaluate.py with ${behaviour}\n| task | languages | metric | official mean | ours | largest difference in a language |\n|---|---|---|---|---|---|`,
  )
  const scores: Values = {}
  for (const [task, check] of Object.entries(checks(behaviour))) {
    const theirs = official.tasks[task]!
    const languages = Object.keys(theirs[Object.keys(check.metrics)[0]!]!)
    const ours = languages.map((language) => check.score(language).metrics)
    for (const [officialId, id] of Object.entries(check.metrics)) {
      const byLanguage = theirs[officialId] as Values
      const largest = Math.max(
        ...languages.map((language, at) => Math.abs(byLanguage[language]! - ours[at]![id]!)),
      )
      const mean = meanOf(ours.map((metrics) => metrics[id]!))
      const officialMean = theirs[`avg_${officialId}`] as number
      isEqual &&= largest === 0 && officialMean === mean
      console.log(
        `| ${task} | ${languages.length} | ${officialId} | ${show(officialMean)} | ${show(mean)} | ${largest} |`,
      )
    }
    scores[task] = taskScore(ours)
    // The mean of means and the mean over languages of the mean round differently.
    isEqual &&= Math.abs(scores[task] - (theirs.avg_metric as number)) < 1e-12
  }
  const groups = Object.entries(XTREME_GROUPS).filter(([, tasks]) => tasks.every((task) => task in scores))
  for (const [group, tasks] of groups)
    console.log(
      `group ${group}: ${show(meanOf(tasks.map((task) => scores[task]!)))}, official ${show(official.overall[group]!)}`,
    )
  const mewslix = Object.entries(official.mewslix).map(([language, theirs]) =>
    Math.abs(theirs['map@20']! - rows20(language).metrics.mrr!),
  )
  console.log(
    `mewslix map@20 (= MRR with one gold): ${mewslix.length} languages, largest difference ${Math.max(...mewslix)}`,
  )
  isEqual &&= Math.max(...mewslix) === 0
}
console.log(isEqual ? '\nall equal to the last digit' : '\nDIFFERENT')
process.exitCode = isEqual ? 0 : 1
