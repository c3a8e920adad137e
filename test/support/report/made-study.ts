import { task } from '#catalog'
import type { Cell, Results } from '#compare'
import { randomStream, sha256 } from '#kernel'
import type { TrainSettings } from '#plan'
import { metric, type Outcomes } from '#score'
import { parseStudy } from '#study'
import { compareAsDeclared } from '../../../src/report/declared.ts'
import type {
  DataRecord,
  EncoderRecord,
  OverlapRecord,
  ReportInput,
  SelectionRecord,
  TrainingRecord,
} from '../../../src/report/input.ts'

/**
 * Made-up studies for tests: 3 arms, 3 targets, 12 languages and English, 3 seeds; a target at chance, a stand-in.
 * `incomplete` lacks a result.
 * `one-seed` has a single seed, so that nothing is decided.
 * `collapsed` has a baseline run that answers everything alike.
 * `rich` adds declared comparisons, language groups, a layer sweep, mining, and retrieval over a pool.
 */

const STUDY = `# Does English inference help? <test & "escape">
question: >-
  Does training on English inference or similarity first help a small multilingual encoder
  to find translations, to tag words, and to tell whether a sentence follows from another?
model:
  from: scratch
  text: { tasks: [ntrex] }
  vocabulary: 8000
  layers: 4
  hidden: 256
  heads: 4
  feedForward: 1024
arms:
  baseline: []
  english-nli: [sick-en]
  nli-then-similarity: [sick-en, stsb-en]
targets: [tatoeba, udpos, xnli]
seeds: 3
`

const RICH_STUDY = `# Everything that a study can ask for
question: >-
  Does similarity after inference help more than inference alone, and is the gain larger in languages
  with rich morphology or little text?
model:
  from: scratch
  text: { tasks: [ntrex] }
  vocabulary: 8000
  layers: 4
  hidden: 256
  heads: 4
  feedForward: 1024
arms:
  baseline: []
  english-nli: [sick-en]
  nli-then-similarity: [sick-en, stsb-en]
targets: [tatoeba, udpos, xnli, bucc2018, lareqa]
seeds: 3
measure: [map@20, recall@10, chunk-f1, accuracy, mining-f1]
compare:
  - nli-then-similarity vs english-nli
  - nli-then-similarity vs baseline
  - english-nli vs baseline
groups: [morphology, resource-class, script]
retrieval:
  sweep: { layers: all, task: ntrex-retrieval, languages: [de, sw] }
`

type Kind = 'plain' | 'incomplete' | 'one-seed' | 'collapsed' | 'rich'

const LANGUAGES = ['ar', 'de', 'el', 'es', 'fi', 'hi', 'ja', 'ru', 'sw', 'tr', 'vi', 'zh']
const ARMS = ['baseline', 'english-nli', 'nli-then-similarity']
const FEW_TARGETS = ['tatoeba', 'udpos', 'xnli']
const targetsOf = (kind: Kind) => (kind === 'rich' ? [...FEW_TARGETS, 'bucc2018', 'lareqa'] : FEW_TARGETS)
const SCORED: Readonly<Record<string, readonly string[]>> = {
  tatoeba: LANGUAGES,
  udpos: ['en', ...LANGUAGES],
  xnli: ['en', ...LANGUAGES],
  bucc2018: ['de', 'ru', 'zh'],
  lareqa: ['en', 'ar', 'de', 'el', 'es', 'hi', 'ru', 'tr', 'vi', 'zh'],
}
const seedsOf = (kind: Kind) => (kind === 'one-seed' ? [1] : [1, 2, 3])

const CHANCE: Readonly<Record<string, number>> = {
  tatoeba: 0.1,
  udpos: 11.4,
  xnli: 33.3,
  bucc2018: 0.1,
  lareqa: 0.2,
}
const START: Readonly<Record<string, number>> = {
  tatoeba: 21,
  udpos: 38,
  xnli: 33.4,
  bucc2018: 24,
  lareqa: 31,
}
const GAIN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'english-nli': { tatoeba: 4.6, udpos: -0.7, xnli: 0.2, bucc2018: 3.1, lareqa: 2.4 },
  'nli-then-similarity': { tatoeba: 9.4, udpos: -1.6, xnli: -0.1, bucc2018: 7.2, lareqa: 4.9 },
}
/** The result that `incomplete` lacks. */
const MISSING = { arm: 'english-nli', target: 'udpos', language: 'tr', seed: 2 }
/** The run that collapsed in `collapsed`. */
const COLLAPSED = { arm: 'baseline', target: 'udpos', seed: 2 }
const EXAMPLES = 200

function settings(own: {
  learningRate?: number
  steps?: number
  evaluations?: number
  tasks: readonly string[]
}): TrainSettings {
  const study = 'training of the study'
  return {
    learningRate: { value: own.learningRate ?? 1e-4, source: study },
    batch: { value: { items: 32 }, source: 'XTREME scripts of jiant, the code of Phang et al. 2020' },
    length: { value: { steps: own.steps ?? 400 }, source: study },
    maxLength: Object.fromEntries(own.tasks.map((id) => [id, { value: 128, source: study }])),
    queryLength: Object.fromEntries(
      own.tasks.flatMap((id) => (id === 'lareqa' ? [[id, { value: 96, source: study }]] : [])),
    ),
    warmup: {
      value: 0.1,
      source: 'XTREME scripts of jiant, the code of Phang et al. 2020: warmup_steps_proportion 0.1',
    },
    weightDecay: {
      value: 0.01,
      source: 'XTREME scripts of jiant, the code of Phang et al. 2020: 0.01 except bias and LayerNorm',
    },
    clipNorm: {
      value: 1,
      source: 'XTREME scripts of jiant, the code of Phang et al. 2020: gradient norm clip 1.0',
    },
    decay: { value: 'linear', source: 'made' },
    adamBeta1: { value: 0.9, source: 'made' },
    adamBeta2: { value: 0.999, source: 'made' },
    adamEpsilon: { value: 1e-8, source: 'made' },
    freeze: { value: null, source: 'made' },
    dropout: { value: null, source: 'as the model is configured' },
    headInitializerRange: { value: 0.02, source: 'made' },
    evaluations: {
      value: own.evaluations ?? 4,
      source: 'Polyvia: four points of the run, best English development score kept',
    },
    developmentLimit: { value: null, source: 'Polyvia: all examples' },
    limit: { value: null, source: 'Polyvia: all examples' },
    maskProbability: { value: 0.15, source: 'Devlin et al. 2019, section 3.1; Conneau et al. 2020' },
    maskReplacement: { value: [8, 1, 1], source: 'made' },
    stride: {},
    questionLength: {},
    answerLength: {},
    batching: { value: 'packed', source: 'made' },
    maxTokens: { value: 16_384, source: 'made' },
    precision: {
      value: 'bf16',
      source:
        'Polyvia: bf16 autocast where the device is clearly faster in it, measured; fp32 weights and optimiser',
    },
  }
}

function training(
  arm: string,
  seed: number,
  step: TrainingRecord['step'],
  keyOf: string,
  from: number,
  to: number,
  tasks: readonly string[],
): TrainingRecord {
  const pretraining = 'stage' in step && step.stage === 0
  const steps = pretraining ? 12_000 : 400
  const noise = randomStream(seed, keyOf)
  return {
    arm,
    seed,
    step,
    key: sha256(keyOf),
    settings: settings({ tasks, steps, ...(pretraining ? { learningRate: 5e-4, evaluations: 0 } : {}) }),
    steps,
    tokens: steps * 1800,
    seconds: steps / 9,
    losses: Array.from({ length: 60 }, (_, at) => ({
      step: Math.round(((at + 1) * steps) / 60),
      loss: to + (from - to) * Math.exp(-at / 12) + (noise.uniform() - 0.5) * 0.12 * (from - to),
    })),
    evaluations: pretraining
      ? []
      : [1, 2, 3, 4].map((at) => ({
          step: at * 100,
          score: 58 + 4 * at - (at === 4 ? 5 : 0) + noise.uniform() * 3,
          kept: at === 3,
        })),
    handover: { loaded: 70, created: 4, dropped: pretraining ? 0 : 5 },
  }
}

function trainings(kind: Kind): TrainingRecord[] {
  return [
    training('pretraining', 1, { stage: 0 }, 'pretraining', 8.9, 3.1, ['ntrex']),
    ...ARMS.flatMap((arm) =>
      seedsOf(kind).flatMap((seed) => [
        ...(arm === 'baseline'
          ? []
          : [training(arm, seed, { stage: 1 }, `nli ${seed}`, 1.1, 0.62, ['sick-en'])]),
        ...(arm === 'nli-then-similarity'
          ? [training(arm, seed, { stage: 2 }, `sts ${seed}`, 0.24, 0.09, ['stsb-en'])]
          : []),
        training(arm, seed, { target: 'udpos' }, `udpos ${arm} ${seed}`, 2.7, 0.61, ['udpos']),
        training(arm, seed, { target: 'xnli' }, `xnli ${arm} ${seed}`, 1.11, 1.09, ['xnli']),
        ...(kind === 'rich'
          ? [training(arm, seed, { target: 'lareqa' }, `lareqa ${arm} ${seed}`, 3.4, 0.8, ['lareqa'])]
          : []),
      ]),
    ),
  ]
}

function data(): DataRecord[] {
  const record = (
    id: string,
    split: DataRecord['split'],
    language: string,
    examples: number,
    path: string,
    skipped = {},
    notes: string[] = [],
  ) => ({
    task: id,
    split,
    language,
    examples,
    files: [{ path: `/somewhere/data/${path}`, sha256: sha256(path) }],
    skipped,
    notes,
  })
  return [
    ...LANGUAGES.map((code) => record('ntrex', 'train', code, 1897, `text/ntrex/newstest2019-${code}.txt`)),
    record('sick-en', 'train', 'en', 4439, 'intermediate/nli/sick-nl/SICK_NL.txt'),
    record('sick-en', 'development', 'en', 495, 'intermediate/nli/sick-nl/SICK_NL.txt'),
    record('stsb-en', 'train', 'en', 5749, 'intermediate/sts/stsb/stsb-en-train.csv'),
    record('stsb-en', 'development', 'en', 1500, 'intermediate/sts/stsb/stsb-en-dev.csv'),
    record('udpos', 'train', 'en', 21253, 'udpos/train-en.tsv'),
    record('udpos', 'development', 'en', 3974, 'udpos/dev-en.tsv'),
    record('xnli', 'train', 'en', 2490, 'xnli/dev-en.tsv', { 'label "-"': 15 }),
    ...LANGUAGES.map((code) =>
      record('tatoeba', 'test', code, code === 'sw' ? 390 : 1000, `tatoeba/tatoeba.${code}-eng.${code}`),
    ),
    ...['en', ...LANGUAGES].flatMap((code) => [
      record('udpos', 'test', code, 900, `udpos/dev-${code}.tsv`, {}, [
        'No CoNLL-U test file in the data folders: the development file is scored in its place.',
      ]),
      record('xnli', 'test', code, 5010, `xnli/test-${code}.tsv`),
    ]),
  ]
}

/** Whether each example is solved: the same examples are hard for every arm, so that pairs matter as in real results. */
function solved(arm: string, target: string, language: string, seed: number): Float32Array {
  const ease = randomStream(0, target, language)
  const luck = randomStream(seed, arm, target, language)
  const native = target === 'xnli' ? 0 : (randomStream(1, target, language).uniform() - 0.5) * 24
  const taste = target === 'xnli' ? 0 : (randomStream(2, arm, target, language).uniform() - 0.4) * 5
  const share = (START[target]! + native + (arm === 'baseline' ? 0 : GAIN[arm]![target]! + taste)) / 100
  return Float32Array.from({ length: EXAMPLES }, () => {
    const own = ease.uniform()
    return (luck.uniform() < 0.7 ? own : luck.uniform()) < share ? 1 : 0
  })
}

function outcomes(target: string, right: Float32Array): Outcomes {
  if (target === 'bucc2018')
    return { pairs_correct: right, pairs_predicted: right.map(() => 1), pairs_gold: right.map(() => 1) }
  if (target === 'lareqa')
    return {
      rank: right.map((each) => (each === 1 ? 1 : 0)),
      // The first three ranks are right, or none.
      right_ranks: right.map((each) => (each === 1 ? 0b111 : 0)),
      right_candidates: right.map(() => 3),
    }
  if (target === 'xnli') return { correct: right }
  if (target === 'tatoeba') return { rank: right.map((each, at) => (each === 1 ? 1 : 4 + (at % 20))) }
  const words = right.map(() => 8)
  const found = right.map((each, at) => (each === 1 ? 8 : at % 4))
  return {
    chunks_correct: found,
    chunks_predicted: words,
    chunks_gold: words,
    tokens_correct: found,
    tokens: words,
  }
}

function results(kind: Kind): Results {
  const targets = targetsOf(kind)
  const seeds = seedsOf(kind)
  const all = ARMS.flatMap((arm) =>
    targets.flatMap((target) =>
      SCORED[target]!.flatMap((language) => seeds.map((seed) => ({ arm, target, language, seed }))),
    ),
  )
  type Run = (typeof all)[number]
  const isLike = (run: Run, some: Partial<Run>) =>
    Object.entries(some).every(([name, value]) => run[name as keyof Run] === value)
  const isMissing = (run: Run) => kind === 'incomplete' && isLike(run, MISSING)
  const isCollapsed = (run: Run) => kind === 'collapsed' && isLike(run, COLLAPSED)
  const cell = ({ arm, target, language, seed }: (typeof all)[number]): Cell => {
    const collapsed = isCollapsed({ arm, target, language, seed })
    const measured = outcomes(
      target,
      collapsed ? new Float32Array(EXAMPLES) : solved(arm, target, language, seed),
    )
    const metrics = [...new Set([...task(target).metrics, ...(target === 'tatoeba' ? ['recall@10'] : [])])]
    return {
      arm,
      target,
      language,
      seed,
      run: `${arm} ${seed}`,
      score: {
        task: target,
        language,
        examples: EXAMPLES,
        metrics: Object.fromEntries(metrics.map((id) => [id, metric(id).value(measured)])),
        chance: Object.fromEntries(
          metrics.map((id) => [
            id,
            {
              value: CHANCE[target]! * (id === 'recall@10' ? 10 : 1),
              method: ['tatoeba', 'bucc2018', 'lareqa'].includes(target)
                ? 'candidates in a random order'
                : 'always the most frequent label of the English training data',
            },
          ]),
        ),
        outcomes: measured,
        ...(collapsed ? { collapsed: 'NOUN' } : {}),
        ...(target === 'bucc2018'
          ? {
              details: {
                threshold: 1.05 + seed / 100,
                'threshold chosen on': 'development',
                'F1 there': 31.2,
              },
            }
          : {}),
      },
    }
  }
  return {
    arms: ARMS,
    baseline: 'baseline',
    targets,
    seeds,
    cells: all.filter((each) => !isMissing(each)).map(cell),
    missing: all
      .filter(isMissing)
      .map((each) => ({ ...each, reason: 'the worker ran out of memory <twice> & gave up' })),
  }
}

function selections(): SelectionRecord[] {
  const table = (arm: string, seed: number) =>
    [0, 1, 2, 3, 4].flatMap((layer) =>
      ['mean', 'first-token'].map((pooling) => ({
        layer,
        pooling,
        score:
          (pooling === 'mean' ? 40 : 22) -
          5 * Math.abs(layer - 3) +
          randomStream(seed, arm, pooling).uniform() * 4,
      })),
    )
  return ARMS.flatMap((arm) =>
    seedsOf('rich').map((seed) => {
      const tried = table(arm, seed)
      const best = tried.toSorted((a, b) => b.score - a.score)[0]!
      return { arm, seed, ...best, task: 'ntrex-retrieval', languages: ['de', 'sw'], table: tried }
    }),
  )
}

/** A masked-LM loss of 3.1 that rises by 0.9 with the first stage and by 0.4 with the second, more in later languages. */
function encoders(measured: Results): EncoderRecord[] {
  const stagesOf: Readonly<Record<string, number>> = { 'english-nli': 1, 'nli-then-similarity': 2 }
  const RISES = [0, 0.9, 1.3]
  return ARMS.flatMap((arm) =>
    measured.seeds.flatMap((seed) =>
      Array.from({ length: 1 + (stagesOf[arm] ?? 0) }, (_, stage) => stage)
        .filter((stage) => stage > 0 || arm === 'baseline')
        .map((stage) => ({
          arm,
          seed,
          stage,
          head: stage === 0 ? 'own' : 'before',
          retrieval: measured.cells
            .filter((each) => each.target === 'tatoeba' && each.arm === arm && each.seed === seed)
            .map(({ target, language, score }) => ({
              target,
              language,
              // Between its stages an arm finds a point less than in the end.
              metrics: Object.fromEntries(
                Object.entries(score.metrics).map(([id, value]) => [
                  id,
                  value - (stage < (stagesOf[arm] ?? 0) ? 1 : 0),
                ]),
              ),
            })),
          maskedLm: ['en', ...LANGUAGES].map((language, at) => ({
            language,
            loss:
              3.1 +
              0.1 * at +
              RISES[stage]! * (language === 'en' ? 0.1 : 1) +
              (stage > 0 ? 0.02 * seed - 0.01 : 0),
            tokens: 1000,
          })),
        })),
    ),
  )
}

/** Two Tatoeba sentences in the text of the encoder, German premises of XNLI in the first stage, nothing anywhere else. */
function overlaps(): OverlapRecord[] {
  const set = (language: string, seen: Partial<OverlapSeen> = {}, text = ''): OverlapSet => ({
    language,
    scored: true,
    items: EXAMPLES,
    seen: { whole: [], text: [], ngrams: [], ...seen },
    quotes:
      text === ''
        ? []
        : [{ id: '3', how: 'text', text, share: null, by: { task: 'ntrex', language, id: '7' } }],
  })
  const step = (arm: string, own: TrainingRecord['step'], task: string) => ({
    arm,
    step: own,
    settings: settings({ tasks: [task] }),
  })
  const others = LANGUAGES.filter((language) => language !== 'de').map((language) => set(language))
  return [
    {
      target: 'tatoeba',
      trainings: [step('pretraining', { stage: 0 }, 'ntrex')],
      sets: [set('de', { text: [3], ngrams: [5] }, 'Hello & <welcome> to "us"'), ...others],
    },
    {
      target: 'xnli',
      trainings: [
        step('english-nli', { stage: 1 }, 'sick-en'),
        step('nli-then-similarity', { stage: 1 }, 'sick-en'),
      ],
      sets: [set('de', { text: Array.from({ length: 20 }, (_, at) => at) }), ...others, set('en')],
    },
    { target: 'udpos', trainings: [step('baseline', { target: 'udpos' }, 'udpos')], sets: null },
  ]
}

type OverlapSet = NonNullable<OverlapRecord['sets']>[number]
type OverlapSeen = OverlapSet['seen']

/** The report input of a made-up study. */
export function reportInput(kind: Kind = 'plain'): ReportInput {
  const measured = results(kind)
  const text =
    kind === 'rich' ? RICH_STUDY : kind === 'one-seed' ? STUDY.replace('seeds: 3', 'seeds: 1') : STUDY
  const study = parseStudy(text, 'studies/inference-first.yaml')
  const rich = kind === 'rich'
  const used = ['ntrex', 'sick-en', 'stsb-en', ...targetsOf(kind), ...(rich ? ['ntrex-retrieval'] : [])]
  const tasks = Object.fromEntries(used.map((id) => [id, task(id)]))
  return {
    name: 'inference-first',
    file: '/home/someone/studies/inference-first.yaml',
    studyText: text,
    study,
    created: '2026-11-21T09:30:00.000Z',
    tasks,
    architecture: {
      layers: 4,
      hidden: 256,
      feedForward: 1024,
      vocabulary: 8000,
      modelType: 'xlm-roberta',
      maxLength: 128,
      heads: 4,
      initializerRange: 0.02,
    },
    copy: null,
    parameters: 5_240_320,
    trainings: trainings(kind),
    data: data(),
    results: measured,
    comparison: compareAsDeclared(measured, study, tasks),
    selections: rich ? selections() : [],
    forgetting: { text: ['ntrex'], maskProbability: 0.15, encoders: encoders(measured), missing: 0 },
    overlaps: overlaps(),
    phases: { trained: 17, withoutSharing: 54, total: 214, cached: 3 },
    versions: { polyvia: '0.1.0', python: '3.11.2', torch: '2.9.1', transformers: '4.57.1' },
    hosts: [
      { system: 'linux 6.1 x64', processor: 'Some & Co <CPU> 2.1 GHz', cores: 2, memoryBytes: 8 * 2 ** 30 },
    ],
  }
}
