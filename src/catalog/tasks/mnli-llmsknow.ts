import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { mnli } from './mnli.ts'

const at = (name: string) => ({
  files: { examples: inFolders(['train/nli/mnli-llmsknow', 'LLMsKnow/data'], `mnli_${name}.csv`) },
})

export const mnliLlmsKnow = defineTask({
  id: 'mnli-llmsknow',
  title: 'MultiNLI, the part in LLMsKnow',
  kind: 'classification',
  measures: mnli.measures,
  labels: mnli.labels,
  format: 'sentence-pairs',
  options: {
    form: 'csv',
    parts: [
      {
        of: 'Question',
        pattern:
          'For the statement, "(?<premise>.*)", does the hypothesis "(?<hypothesis>.*)" represent entailment, contradiction, or neutrality\\?',
      },
    ],
    columns: { text: 'premise', pair: 'hypothesis', label: 'Answer' },
  },
  languages: ['en'],
  splits: { train: at('train'), development: { ...at('validation'), portion: { from: 0, to: 0.2 } } },
  downloads: [
    fromGit(
      'technion-cs-nlp/LLMsKnow',
      'bee3ec5787e72f09ec1603e50e9b64c41fbc6f23',
      'LLMsKnow',
      'data/mnli_train.csv',
      'data/mnli_validation.csv',
    ),
  ],
  sizes: { train: { en: 10000 } },
  meanTokens: { value: 43, source: 'Polyvia estimate: XLM-R tokens of every sixth training pair (43.3)' },
  metrics: mnli.metrics,
  citation: `${mnli.citation}; copy in LLMsKnow: Orgad et al. 2024, arXiv 2410.02707`,
  licence: `${mnli.licence}; MIT (repository of the copy)`,
  standsInFor: 'mnli',
  part: '10 000 of its 392 702 training pairs (9888 distinct); development is a fifth of 6238 distinct pairs of its development sets',
  overlaps: {
    mnli: 'a part of its training and development pairs',
    'mnli-olora': '74 of its training pairs; 4379 development pairs are in both',
    taxinli: 'pairs of MNLI are drawn in both',
  },
  defaults: mnli.defaults,
  traps: [
    'Re-formatted: a question holds premise and hypothesis, and neither has the full stop at its end any more.',
    'Drawn with repetition: 9888 distinct training pairs.',
  ],
})
