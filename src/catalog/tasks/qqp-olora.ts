import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { qqp } from './qqp.ts'

const at = (name: string) => ({
  files: {
    examples: inFolders(['train/paraphrase/qqp-olora', 'O-LoRA/CL_Benchmark/QQP/QQP'], `${name}.json`),
  },
})

export const qqpOlora = defineTask({
  ...qqp,
  id: 'qqp-olora',
  title: 'Quora Question Pairs, the part in O-LoRA',
  options: {
    form: 'json',
    parts: [{ of: 'sentence', pattern: 'first sentence: (?<first>.*)\\nsecond sentence: (?<second>.*)' }],
    columns: { text: 'first', pair: 'second', label: 'label' },
    labelNames: { False: '0', True: '1' },
  },
  splits: { train: at('train'), development: at('dev') },
  downloads: [
    fromGit('cmnfriend/O-LoRA', '07117e1fc4a5f5ad9308a815a42cee8f46502dc8', 'O-LoRA', 'CL_Benchmark/QQP/QQP'),
  ],
  sizes: { train: { en: 2000 }, development: { en: 7600 } },
  citation: `${qqp.citation}; copy in O-LoRA: Wang et al. 2023, arXiv 2310.14152`,
  standsInFor: 'qqp',
  part: '2000 of its 363 846 training pairs, and 7600 development pairs',
  overlaps: { qqp: 'drawn from the same pairs', 'qqp-20k': '106 and 342 pairs are in it' },
  traps: [],
})
