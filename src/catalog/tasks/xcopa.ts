import { xtremeScripts } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'aps/super_glue'
const copa = (xtreme: string, original: string, hub: string) => ({
  languages: ['en'],
  files: { examples: [`xcopa/en/${xtreme}-en.jsonl`] },
  otherwise: [
    { files: { examples: [`COPA/${original}.jsonl`, `copa/${original}.jsonl`] } },
    { files: { examples: onHub(HUB, `copa/${hub}-*.parquet`) } },
  ],
})
const SCORED = ['et', 'ht', 'id', 'it', 'qu', 'sw', 'ta', 'th', 'tr', 'vi', 'zh']

export const xcopa = defineTask({
  id: 'xcopa',
  title: 'XCOPA',
  kind: 'multiple-choice',
  measures: 'Which of two sentences is the cause, or the effect, of a premise.',
  format: 'multiple-choice',
  // The wording of google-research/xtreme, third_party/run_xcopa.py: "{premise} What was the {cause or effect}?"
  options: {
    form: 'jsonl',
    context: '{premise} What was the {question}?',
    choices: ['choice1', 'choice2'],
    answer: 'label',
  },
  languages: [...SCORED, 'en'],
  splits: {
    train: copa('train', 'train', 'train'),
    development: copa('val', 'val', 'validation'),
    test: {
      languages: SCORED,
      files: { examples: ['xcopa/{lang}/test.{lang}.jsonl', 'xcopa/data/{lang}/test.{lang}.jsonl'] },
    },
  },
  downloads: [
    {
      from: 'url',
      urls: ['https://dl.fbaipublicfiles.com/glue/superglue/data/v2/COPA.zip'],
      into: '.',
      unpack: 'zip',
      bytes: 43986,
      sha256: '405906cddac74bc1e1ce8220f1107d1025b66a25ef10149d91b10bb30651125f',
      splits: ['train', 'development'],
    },
    {
      from: 'hub',
      repository: HUB,
      revision: '3de24cf8022e94f4ee4b9d55a6f539891524d646',
      files: ['copa/train-*.parquet', 'copa/validation-*.parquet'],
      splits: ['train', 'development'],
    },
    {
      from: 'git',
      repository: 'cambridgeltl/xcopa',
      commit: 'e2e9d7f105a758ee869cd13e0fe251ef93a29840',
      paths: ['data'],
      into: 'xcopa',
      splits: ['test'],
    },
  ],
  sizes: { train: { en: 400 }, development: { en: 100 }, test: { each: 500 } },
  meanTokens: {
    value: 26,
    sequences: 2,
    source: 'Polyvia estimate: XLM-R tokens of COPA train, premise with one choice (25.5; test sets 27.9)',
  },
  trainFirst: ['siqa'],
  parallel: 'id',
  metrics: ['accuracy'],
  citation: 'Ponti et al. 2020, arXiv 2005.00333; English: COPA, Roemmele et al. 2011',
  licence: 'CC BY 4.0 (COPA: BSD 2-clause)',
  overlaps: {
    copa: 'XCOPA translates its development and test sets, and is fine-tuned on its training set.',
  },
  defaults: xtremeScripts('train_xcopa.sh', { learningRate: 3e-5, batchSize: 32, epochs: 5, maxLength: 128 }),
  traps: [
    'English is trained on (COPA, 400) but not scored: labels of the English test file of XTREME-R are all 0, placeholders.',
    'Fine-tuning has two stages, as in XTREME-R: Social IQa, then COPA.',
    'XLM-R Large is at chance in ht and qu.',
  ],
})
