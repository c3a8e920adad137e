import { defineTask } from '../define.ts'
import { inFolders } from '../files.ts'
import { INDONLI, indonli } from './indonli.ts'

const at = (name: string) => ({
  files: { examples: inFolders([...INDONLI, ''], `translate_train_small/${name}.jsonl`) },
})

export const indonliTranslated = defineTask({
  ...indonli,
  id: 'indonli-translated',
  title: 'MNLI, machine-translated into Indonesian',
  measures:
    'Whether a premise entails, contradicts or leaves open a hypothesis, learned from machine translations.',
  options: {
    form: 'jsonl',
    columns: { text: 'sentence1', pair: 'sentence2', label: 'gold_label' },
    skipLabels: ['-'],
  },
  splits: { train: at('train'), development: at('dev'), test: indonli.splits.test! },
  downloads: [
    {
      from: 'hand',
      how: 'Unpack data/translate_train_small.tar.gz of https://github.com/ir-nlp-csui/indonli into indonli/ of a data folder.',
    },
  ],
  sizes: { train: { id: 10330 }, development: { id: 2198 }, test: { id: 2201 } },
  overlaps: {
    indonli: 'its test set',
    mnli: 'pairs of it, translated',
    xnli: 'XNLI trains on MNLI: with this stage its test is translate-train, not zero-shot.',
  },
  traps: [
    'Unpack translate_train_small.tar.gz of the IndoNLI repository where it lies.',
    'As many pairs as IndoNLI has, so that written and translated training data can be compared.',
  ],
})
