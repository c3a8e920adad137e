import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const at = (name: string) => ({
  files: {
    examples: inFolders(['healthver', 'claims/healthver', 'healthver/data'], `healthver_${name}.csv`),
  },
})

export const healthver = defineTask({
  id: 'healthver',
  title: 'HealthVer',
  kind: 'classification',
  measures: 'Whether a passage of a paper on COVID-19 supports, refutes or leaves open a claim.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'csv',
    columns: { text: 'evidence', pair: 'claim', label: 'label' },
    labelNames: { Supports: 'entailment', Refutes: 'contradiction', Neutral: 'neutral' },
  },
  languages: ['en'],
  splits: { train: at('train'), development: at('dev'), test: at('test') },
  downloads: [fromGit('sarrouti/HealthVer', 'b20ac99ceed62f5264a319fa25a854df1668d85b', 'healthver', 'data')],
  sizes: { train: { en: 10590 }, development: { en: 1917 }, test: { en: 1823 } },
  meanTokens: { value: 84, source: 'Polyvia estimate: XLM-R tokens of the development set (84.1)' },
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Sarrouti et al. 2021, Evidence-based Fact-Checking of Health-related Claims, Findings of EMNLP',
  licence: 'none stated',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'A claim and a passage each recur in many rows: split by row, both would be on both sides. The published split is by claim.',
  ],
})
