/** The table of docs/reference/metrics.md, from the golden files. Usage: npx tsx scripts/parity/table.ts */
import { benchmark } from '#catalog'
import type { AnswerRules } from '../../src/score/answers/answer-rules.ts'
import { mlqa } from '../../src/score/answers/mlqa.ts'
import { squad, squadV2 } from '../../src/score/answers/squad.ts'
import answers from '../../src/score/golden/answers.json' with { type: 'json' }
import folder from '../../src/score/golden/folder.json' with { type: 'json' }
import mining from '../../src/score/golden/mining.json' with { type: 'json' }
import retrieval from '../../src/score/golden/retrieval.json' with { type: 'json' }
import old from '../../src/score/golden/tagging-seqeval-0.0.12.json' with { type: 'json' }
import recent from '../../src/score/golden/tagging-seqeval-1.2.2.json' with { type: 'json' }
import values from '../../src/score/golden/values.json' with { type: 'json' }
import { f1Of } from '../../src/score/metrics/answer-f1.ts'
import { averagePrecision } from '../../src/score/metrics/average-precision.ts'
import { scoreClassification } from '../../src/score/scorers/classification.ts'
import { scorePassageRetrieval } from '../../src/score/scorers/passage-retrieval.ts'
import { scoreRegression } from '../../src/score/scorers/regression.ts'
import { scoreRetrieval } from '../../src/score/scorers/retrieval.ts'
import { scoreTagging } from '../../src/score/scorers/tagging.ts'

const scored = { task: 'parity', language: 'en' }
const rows: string[] = []
const add = (metric: string, script: string, pairs: readonly (readonly [number, number])[]) => {
  const largest = Math.max(...pairs.map(([ours, theirs]) => Math.abs(ours - theirs)))
  rows.push(`| ${metric} | ${script} | ${pairs.length} | ${largest === 0 ? '0' : largest.toExponential(1)} |`)
}
const ranking = (found: readonly (readonly number[])[]) => ({
  data: Int32Array.from(found.flat()),
  shape: [found.length, found[0]!.length],
})

type Case = (typeof answers.cases)[number]
function addAnswers(
  id: 'squad' | 'mlqa' | 'squad-v2',
  script: string,
  rules: (language: string) => AnswerRules,
) {
  const cases = answers.cases.filter((each: Case) => each[id] !== undefined)
  const pairs = cases.map(({ language, prediction, golds, [id]: official }) => {
    const { exact, overlap, predicted, gold } = rules(language).compare(prediction, golds)
    return [100 * f1Of(overlap, predicted, gold), official![1]!, exact ? 100 : 0, official![0]!] as const
  })
  const family = id === 'mlqa' ? 'mlqa' : 'squad'
  add(
    `\`${family}-f1\``,
    script,
    pairs.map(([f1, official]) => [f1, official]),
  )
  add(
    `\`${family}-exact-match\``,
    script,
    pairs.map(([, , exact, official]) => [exact, official]),
  )
}

const classified = values.accuracies.map(({ gold, predicted, accuracy }) => {
  const examples = gold.split(' ').map((label, at) => ({ id: String(at), text: '', label }))
  return [scoreClassification(scored, examples, predicted.split(' ')).metrics.accuracy!, accuracy] as const
})
add('`accuracy`', 'XTREME evaluate.py 838c13b', classified)
addAnswers('squad', 'SQuAD v1.1, XTREME evaluate_squad.py 838c13b', () => squad)
addAnswers('squad-v2', 'SQuAD v2.0, evaluate-v2.0.py', () => squadV2)
addAnswers('mlqa', 'MLQA, XTREME evaluate_mlqa.py 838c13b', mlqa)
for (const golden of [old, recent]) {
  const seqeval = `seqeval-${golden.versions.seqeval}` as 'seqeval-0.0.12'
  const scores = golden.cases.map((each) => {
    const sentences = (tags: readonly string[]) =>
      tags.map((line) => line.split(' ').filter((tag) => tag !== ''))
    const examples = sentences(each.gold).map((tags, at) => ({ id: String(at), words: tags, tags }))
    return { each, metrics: scoreTagging(scored, examples, sentences(each.predicted), { seqeval }).metrics }
  })
  add(
    '`chunk-f1`',
    `seqeval ${golden.versions.seqeval}`,
    scores.map(({ each, metrics }) => [metrics['chunk-f1']!, each.f1_score]),
  )
  add(
    '`token-accuracy`',
    `seqeval ${golden.versions.seqeval}`,
    scores.map(({ each, metrics }) => [metrics['token-accuracy']!, each.accuracy_score]),
  )
}
for (const id of ['spearman', 'pearson'] as const)
  add(
    `\`${id}\``,
    `scipy ${values.versions.scipy}`,
    values.correlations.map(({ gold, predicted, [id]: official }) => {
      const examples = gold.map((value, at) => ({ id: String(at), text: '', pair: '', value }))
      return [scoreRegression(scored, examples, predicted).metrics[id]!, 100 * official]
    }),
  )
const single = values.retrievals.map(({ neighbours, gold, ...official }) => {
  const { metrics } = scoreRetrieval(scored, {
    neighbours: ranking(neighbours),
    gold: Int32Array.from(gold),
    candidates: 30,
  })
  return { metrics, official }
})
add(
  '`retrieval-accuracy`',
  'XTREME evaluate.py 838c13b',
  single.map(({ metrics, official }) => [metrics['retrieval-accuracy']!, official.accuracy]),
)
add(
  '`mrr`',
  'XTREME utils_mewslix.py 838c13b',
  single.map(({ metrics, official }) => [metrics.mrr!, official.mrr]),
)
const several = retrieval.several.map(({ neighbours, ...official }) => {
  const { relevant, candidates } = official
  return {
    ...scorePassageRetrieval(scored, { neighbours: ranking(neighbours), relevant, candidates }),
    official,
  }
})
add(
  '`mrr`, several right',
  'XTREME utils_mewslix.py 838c13b',
  several.map(({ metrics, official }) => [metrics.mrr!, official.mrr]),
)
add(
  '`map@20`, mean over questions',
  "XTREME utils_lareqa.py 838c13b, numpy's mean",
  several.map(({ metrics, official }) => [metrics['map@20']!, official['map@20']]),
)
add(
  '`map@20`, each question',
  'XTREME utils_lareqa.py 838c13b',
  several.flatMap(({ outcomes, official }) =>
    official.averagePrecision.map(
      (theirs, query) =>
        [
          averagePrecision(outcomes.right_ranks![query]!, outcomes.right_candidates![query]!),
          theirs,
        ] as const,
    ),
  ),
)
for (const [at, depth] of [1, 5, 10].entries())
  add(
    `\`recall@${depth}\``,
    'no official script: plain Python',
    several.map(({ metrics, official }) => [metrics[`recall@${depth}`]!, official.recall[at]!]),
  )
const mined = mining.cases.filter((each) => each.crash === undefined).length
rows.push(
  `| \`mining-f1\`, \`-precision\`, \`-recall\`, threshold and pairs | XTREME utils_retrieve.py and evaluate.py 838c13b, LASER bucc.py ${mining.versions.laser} | ${mined} | 0, in mining.test.ts |`,
)
for (const id of ['xtreme', 'xtreme-r'] as const)
  rows.push(
    `| all of ${benchmark(id).title} from files | evaluate.py ${folder.versions.xtreme}, seqeval ${folder.versions.seqeval} | ${Object.keys(folder[id].files).length} files | 0, in folder.test.ts |`,
  )
console.log(rows.join('\n'))
