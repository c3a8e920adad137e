import { xtremeScripts } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'allenai/social_i_qa'
const files = (name: string) => ({
  examples: [`siqa/socialIQa_v1.4_${name}.jsonl`, `socialIQa_v1.4_${name}.jsonl`],
})
/** The form of its first release, which XTREME-R does not use: answers in a file of their own. */
const first = (name: string) =>
  Object.fromEntries(
    [
      ['examples', `${name}.jsonl`],
      ['labels', `${name}-labels.lst`],
    ].map(([role, file]) => [
      role,
      ['siqa/socialiqa-train-dev', 'socialiqa-train-dev']
        .map((folder) => `${folder}/${file}`)
        .concat(
          ['siqa', 'train/mc/siqa'].map(
            (folder) => `${folder}/socialiqa-train-dev.zip!socialiqa-train-dev/${file}`,
          ),
        ),
    ]),
  )
const split = (name: string, hub: string, original: string) => ({
  files: files(name),
  otherwise: [
    {
      files: first(original),
      options: {
        answers: ['1', '2', '3'],
        labels: { form: 'tsv', quoting: 'raw', header: false, answer: 0 },
      },
    },
    {
      files: { examples: onHub(HUB, `default/${hub}/*.parquet`) },
      options: { answer: 'label', answers: ['1', '2', '3'] },
    },
  ],
})

export const siqa = defineTask({
  id: 'siqa',
  title: 'Social IQa',
  kind: 'multiple-choice',
  measures: 'Common sense about people: motives, reactions, what happens next.',
  format: 'multiple-choice',
  options: {
    form: 'jsonl',
    context: '{context} {question}',
    choices: ['answerA', 'answerB', 'answerC'],
    answer: 'correct',
    answers: ['A', 'B', 'C'],
  },
  languages: ['en'],
  splits: {
    train: {
      ...split('trn', 'train', 'train'),
      otherwise: [
        ...split('trn', 'train', 'train').otherwise,
        {
          files: files('tst'),
          note: 'The training file is not in the data folders: the test file (2224 examples in place of 33 410) is trained on, so Social IQa itself must not be scored.',
        },
      ],
    },
    development: split('dev', 'validation', 'dev'),
    test: { files: files('tst') },
  },
  downloads: [
    {
      from: 'url',
      urls: ['https://maartensap.github.io/social-iqa/data/socialIQa_v1.4.tgz'],
      into: 'siqa',
      unpack: 'tar.gz',
    },
    {
      from: 'hub',
      repository: HUB,
      revision: '537a2ec8ec565adc0b70b70752893e59e024df26',
      files: ['default/train/*.parquet', 'default/validation/*.parquet'],
      splits: ['train', 'development'],
      note: 'A commit of refs/convert/parquet, where the hub keeps its own conversion.',
    },
  ],
  sizes: { train: { en: 33410 }, development: { en: 1954 }, test: { en: 2224 } },
  meanTokens: {
    value: 35,
    sequences: 3,
    source: 'Polyvia estimate: XLM-R tokens of the development set, context with one choice (35.0)',
  },
  metrics: ['accuracy'],
  citation: 'Sap et al. 2019, arXiv 1904.09728',
  licence: 'CC BY 4.0',
  defaults: xtremeScripts('train_xcopa.sh', { learningRate: 3e-5, batchSize: 32, epochs: 5, maxLength: 128 }),
  traps: ['XTREME-R trains XCOPA on Social IQa first, then on COPA.'],
})
