import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { inFolders } from '../files.ts'

const at = (name: string) => {
  const in_ = (file: string) =>
    inFolders(['scifact/data', 'scifact', 'train/claims/scifact', 'claims/scifact'], file)
  return { files: { examples: in_(name), corpus: in_('corpus.jsonl') } }
}

export const scifact = defineTask({
  id: 'scifact',
  title: 'SciFact',
  kind: 'classification',
  measures: 'Whether evidence sentences of an abstract support, contradict or leave open a claim of science.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'cited-claims',
  options: {
    labelNames: { SUPPORT: 'entailment', CONTRADICT: 'contradiction', REFUTE: 'contradiction' },
    open: 'neutral',
  },
  languages: ['en'],
  splits: {
    train: { ...at('claims_train.jsonl'), portion: { from: 0, to: 0.9 } },
    development: { ...at('claims_train.jsonl'), portion: { from: 0.9, to: 1 } },
    test: {
      ...at('claims_dev.jsonl'),
      note: 'The labels of the test set are not public: scored on the development set. A tenth of the training set selects.',
    },
  },
  downloads: [
    {
      from: 'url',
      urls: ['https://scifact.s3-us-west-2.amazonaws.com/release/latest/data.tar.gz'],
      into: 'scifact',
      unpack: 'tar.gz',
    },
  ],
  cluster: 'claim',
  metrics: ['accuracy'],
  citation: 'Wadden et al. 2020, arXiv 2004.14974',
  licence: 'CC BY 4.0 (claims), ODC-By 1.0 (corpus)',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Evidence is given here: what is published as SciFact’s score includes finding it.',
    'A claim without evidence is paired with the sentence of the cited abstract that is most like it.',
  ],
})
