import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const at = (...names: string[]) => {
  const in_ = (name: string) => inFolders(['citint', 'claims/citint', 'citint/data/citint'], name)
  return { files: { examples: names.flatMap(in_), corpus: in_('corpus.jsonl') } }
}

export const citationIntegrity = defineTask({
  id: 'citation-integrity',
  title: 'Citation-Integrity',
  kind: 'classification',
  measures:
    'Whether a sentence of a cited biomedical paper supports, refutes or leaves open what is said of it.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'cited-claims',
  options: {
    labelNames: {
      SUPPORT: 'entailment',
      ACCURATE: 'entailment',
      REFUTE: 'contradiction',
      NOT_ACCURATE: 'contradiction',
    },
    open: 'neutral',
    openSentence: 'first',
    remove: [
      '[<|multi_cit|>]',
      '[<|cit|>]',
      '(<|multi_cit|>)',
      '(<|cit|>)',
      '<|multi_cit|>',
      '<|cit|>',
      '<|other_cit|>',
    ],
  },
  languages: ['en'],
  splits: {
    train: at('claims_train.jsonl'),
    development: at('claims_dev.jsonl'),
    test: at('claims_test.jsonl'),
  },
  downloads: [
    fromGit(
      'jedick/MLE-capstone-project',
      '667a81990e0613998e8c3856603487269f21e91d',
      'citint',
      'data/citint',
    ),
  ],
  sizes: { train: { en: 2138 }, development: { en: 316 } },
  meanTokens: { value: 117, source: 'Polyvia estimate: XLM-R tokens of the training set (117.4)' },
  cluster: 'claim',
  metrics: ['accuracy'],
  citation: 'Sarol et al. 2024, doi 10.1093/bioinformatics/btae420',
  licence: 'repository MIT; that of the data is not stated',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'The corpus is cut to about five sentences a document, and its evidence is always the first of them: so the first sentence is taken for claims without evidence too, or the place would tell the label.',
    'Two thirds are supported and a fifteenth is neutral: compare with the share of the largest class.',
  ],
})
