/** Time of `compare` on a large study: 1500 cells of 1000 examples, 1000 resamples. Run: npx tsx bench/compare.ts */
import { type Cell, compare } from '#compare'
import { randomStream } from '#kernel'
import { metric, type Outcomes } from '#score'

const ARMS = Array.from({ length: 5 }, (_, at) => `arm-${at}`)
const LANGUAGES = Array.from({ length: 20 }, (_, at) => `l${at}`)
const SEEDS = [1, 2, 3]
const EXAMPLES = 1000

const column = (draw: () => number) => Float32Array.from({ length: EXAMPLES }, draw)

const OUTCOMES: Readonly<Record<string, (stream: ReturnType<typeof randomStream>) => Outcomes>> = {
  accuracy: (stream) => ({ correct: column(() => stream.below(2)) }),
  'chunk-f1': (stream) => ({
    chunks_correct: column(() => stream.below(4)),
    chunks_predicted: column(() => 5),
    chunks_gold: column(() => 6),
  }),
  'squad-f1': (stream) => ({
    exact: column(() => stream.below(2)),
    overlap_tokens: column(() => stream.below(3)),
    predicted_tokens: column(() => 3),
    gold_tokens: column(() => 4),
  }),
  'retrieval-accuracy': (stream) => ({ rank: column(() => stream.below(11)) }),
  spearman: (stream) => ({ predicted: column(() => stream.uniform()), gold: column(() => stream.below(6)) }),
}

for (const targets of [
  ['accuracy'],
  ['chunk-f1'],
  ['squad-f1'],
  ['retrieval-accuracy'],
  ['spearman'],
  Object.keys(OUTCOMES),
]) {
  const perTarget = 25 / targets.length
  const names = targets.flatMap((id) =>
    Array.from({ length: perTarget }, (_, at) => ({ target: `${id} ${at}`, id })),
  )
  const languages = LANGUAGES.slice(0, 4)
  const cells: Cell[] = names.flatMap(({ target, id }) =>
    ARMS.flatMap((arm) =>
      languages.flatMap((language) =>
        SEEDS.map((seed) => {
          const outcomes = OUTCOMES[id]!(randomStream(seed, arm, target, language))
          const metrics = { [id]: metric(id).value(outcomes) }
          return {
            arm,
            target,
            language,
            seed,
            run: `${arm} ${seed}`,
            score: { task: target, language, examples: EXAMPLES, metrics, chance: {}, outcomes },
          }
        }),
      ),
    ),
  )
  const started = process.cpuUsage()
  compare({
    arms: ARMS,
    baseline: ARMS[0]!,
    targets: names.map((each) => each.target),
    seeds: SEEDS,
    cells,
    missing: [],
  })
  const { user, system } = process.cpuUsage(started)
  const seconds = (user + system) / 1e6
  console.log(
    `${targets.length > 1 ? 'all five' : targets[0]}: ${cells.length} cells in ${seconds.toFixed(1)} s of processor time`,
  )
}
