import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { snli } from './snli.ts'

const at = (name: string) => ({
  files: { examples: inFolders(['train/nli/snli-18k', 'cat/data/snli'], `${name}.csv`) },
})

export const snli18k = defineTask({
  id: 'snli-18k',
  title: 'SNLI, 20 000 training pairs',
  kind: 'classification',
  measures: snli.measures,
  labels: snli.labels,
  format: 'sentence-pairs',
  // Tabs, although the files are called .csv; the numbers were checked on 60 known pairs.
  options: {
    form: 'tsv',
    quoting: 'raw',
    header: false,
    columns: { text: 2, pair: 3, label: 0 },
    labelNames: { 1: 'neutral', 2: 'contradiction', 3: 'entailment' },
  },
  languages: ['en'],
  splits: { train: at('train'), development: at('test') },
  downloads: [
    fromGit('academic-repository/cat', '9c98ebb0d26edad9a3c8e8a7314a867e1b451d81', 'cat', 'data/snli'),
  ],
  sizes: { train: { en: 18000 }, development: { en: 2000 } },
  meanTokens: { value: 30, source: 'Polyvia estimate: XLM-R tokens of every twelfth training pair (30.0)' },
  metrics: snli.metrics,
  citation: snli.citation,
  licence: `${snli.licence}; Apache-2.0 (repository of the copy)`,
  standsInFor: 'snli',
  part: '20 000 of its 549 367 training pairs: 18 000 are trained on, 2000 select',
  overlaps: { ...snli.overlaps, snli: 'a part of its training pairs' },
  defaults: snli.defaults,
})
