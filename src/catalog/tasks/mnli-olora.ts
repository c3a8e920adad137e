import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { mnli } from './mnli.ts'

const at = (name: string) => ({
  files: { examples: inFolders(['train/nli/mnli-olora', 'O-LoRA/CL_Benchmark/NLI/MNLI'], `${name}.json`) },
})

export const mnliOlora = defineTask({
  id: 'mnli-olora',
  title: 'MultiNLI, the part in O-LoRA',
  kind: 'classification',
  measures: mnli.measures,
  labels: mnli.labels,
  format: 'sentence-pairs',
  options: {
    form: 'json',
    parts: [{ of: 'sentence', pattern: 'sentence 1: (?<premise>.*)\\nsentence 2: (?<hypothesis>.*)' }],
    columns: { text: 'premise', pair: 'hypothesis', label: 'label' },
    skipLabels: ['-'],
    empty: 'skip',
  },
  languages: ['en'],
  splits: { train: at('train'), development: at('dev') },
  downloads: [
    fromGit(
      'cmnfriend/O-LoRA',
      '07117e1fc4a5f5ad9308a815a42cee8f46502dc8',
      'O-LoRA',
      'CL_Benchmark/NLI/MNLI',
    ),
  ],
  sizes: { train: { en: 3000 }, development: { en: 7469 } },
  meanTokens: mnli.meanTokens,
  metrics: mnli.metrics,
  citation: `${mnli.citation}; copy in O-LoRA: Wang et al. 2023, arXiv 2310.14152`,
  licence: `${mnli.licence}; MIT (repository of the copy)`,
  standsInFor: 'mnli',
  part: '3000 of its 392 702 training pairs; development is 7600 pairs of its development sets',
  overlaps: {
    mnli: 'a part of its training and development pairs',
    'mnli-llmsknow': '74 training pairs and 4379 development pairs are in both',
    taxinli: '2880 of its development pairs',
    xnli: 'Two premises of its training pairs and one premise and one hypothesis of its development pairs are sentences of XNLI (exact match).',
  },
  defaults: mnli.defaults,
  traps: ['131 development pairs have the label "-" and are left out.'],
})
