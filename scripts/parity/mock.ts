/**
 * Our scores of XTREME's mock predictions against those of its evaluate.py.
 * Usage: npx tsx scripts/parity/mock.ts CHECKOUT NEW.json OLD.json (see README.md here). Exits with 1 on any difference.
 */
import { readdirSync, readFileSync } from 'node:fs'
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
  XTREME_GROUPS,
} from '#score'

type Values = Record<string, number>
interface Official {
  readonly seqeval: string
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

/** Task -> official metric -> our score of it. */
type Scorer = (language: string) => Values
const TASKS = (seqeval: SeqevalBehaviour): Record<string, Scorer> => {
  const accuracy = (task: string) => (language: string) => ({
    accuracy: labels(task, language).metrics.accuracy!,
  })
  const f1 = (task: string) => (language: string) => ({
    f1: tags(task, language, seqeval).metrics['chunk-f1']!,
  })
  const qa = (task: string, rules: 'squad' | 'mlqa') => (language: string) => {
    const { metrics } = answers(task, language, rules)
    return { f1: metrics[`${rules}-f1`]!, exact_match: metrics[`${rules}-exact-match`]! }
  }
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
  const scores: Record<string, number> = {}
  for (const [task, scorer] of Object.entries(TASKS(behaviour))) {
    const files = readdirSync(path('labels', task, '')).map((file) => file.split(/[-.]/)[1]!)
    const means: Values = {}
    for (const metric of Object.keys(scorer(files[0]!))) {
      const theirs = official.tasks[task]![metric] as Values
      const languages = Object.keys(theirs)
      const ours = languages.map((language) => scorer(language)[metric]!)
      const largest = Math.max(...languages.map((language, at) => Math.abs(theirs[language]! - ours[at]!)))
      means[metric] = meanOf(ours)
      const officialMean = official.tasks[task]![`avg_${metric}`] as number
      isEqual &&= largest === 0 && officialMean === means[metric]
      console.log(
        `| ${task} | ${languages.length} | ${metric} | ${show(officialMean)} | ${show(means[metric])} | ${largest} |`,
      )
    }
    const ofTask = meanOf(Object.values(means))
    scores[task] = ofTask
    isEqual &&= Math.abs(ofTask - (official.tasks[task]!.avg_metric as number)) < 1e-12
  }
  const groups = Object.entries(XTREME_GROUPS).filter(([, tasks]) => tasks.every((task) => task in scores))
  for (const [group, tasks] of groups)
    console.log(
      `group ${group}: ${show(meanOf(tasks.map((task) => scores[task]!)))}, official ${show((official as unknown as { overall: Values }).overall[group]!)}`,
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
