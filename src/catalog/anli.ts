import { jiantIntermediate } from './defaults.ts'
import { onHub } from './hub.ts'
import type { TaskEntryInput } from './task.ts'

const HUB = 'facebook/anli'
const FOLDERS = ['anli_v1.0', 'anli', 'anli_v0.1']

/** A round of Adversarial NLI: each was written against a stronger model. */
export function anliRound(round: 1 | 2 | 3, train: number, test: number): TaskEntryInput {
  const split = (name: string) => ({
    files: { examples: FOLDERS.map((folder) => `${folder}/R${round}/${name}.jsonl`) },
    otherwise: [
      {
        files: { examples: onHub(HUB, `plain_text/${name}_r${round}-*.parquet`) },
        options: {
          columns: { text: 'premise', pair: 'hypothesis', label: 'label', id: 'uid' },
          labels: ['entailment', 'neutral', 'contradiction'],
        },
      },
    ],
  })
  const development = split('dev')
  return {
    id: `anli-r${round}`,
    title: `Adversarial NLI, round ${round}`,
    kind: 'classification',
    measures:
      'Whether a premise entails, contradicts or leaves open a hypothesis that was written to fool a model.',
    labels: ['contradiction', 'entailment', 'neutral'],
    format: 'sentence-pairs',
    options: {
      form: 'jsonl',
      columns: { text: 'context', pair: 'hypothesis', label: 'label', id: 'uid' },
      labelNames: { c: 'contradiction', e: 'entailment', n: 'neutral' },
    },
    languages: ['en'],
    splits: {
      train: split('train'),
      development: {
        ...development,
        otherwise: [
          ...development.otherwise,
          {
            files: {
              examples: ['intermediate/nli/anli-dev', 'anli-dev'].map(
                (folder) => `${folder}/ANLI_analysis_r${round}_dev.csv`,
              ),
            },
            options: {
              form: 'csv',
              quoting: 'csv',
              header: true,
              columns: { text: 'context', pair: 'statement', label: 'gold_label', id: 'uid' },
            },
            note:
              round === 3
                ? 'Read from the analysis file of the development set, which lacks 2 of its 1200 rows.'
                : 'Read from the analysis file of the development set.',
          },
        ],
      },
      test: split('test'),
    },
    downloads: [
      {
        from: 'hub',
        repository: HUB,
        revision: '8e4813d81f46d313dac7892e1c28076917cfcdf9',
        files: [`plain_text/*_r${round}-*.parquet`],
      },
      {
        from: 'url',
        urls: ['https://dl.fbaipublicfiles.com/anli/anli_v1.0.zip'],
        into: '.',
        unpack: 'zip',
        bytes: 18708061,
        sha256: 'e5c058f2bb4e6190b0651badca2c590e45db95248f8b28cde674615ee40820bf',
      },
    ],
    sizes: { train: { en: train }, development: { en: test }, test: { en: test } },
    meanTokens: {
      value: 98,
      source: 'Polyvia estimate: XLM-R tokens of the development sets of the three rounds (98.1)',
    },
    metrics: ['accuracy'],
    citation: 'Nie et al. 2020, arXiv 1910.14599',
    licence: 'CC BY-NC 4.0',
    defaults: jiantIntermediate('pairs'),
    traps: [
      'Phang et al. 2020 train "ANLI+": SNLI, MNLI and the three rounds together, 1 104 934 pairs. That is the stage "anli-plus".',
    ],
  }
}
