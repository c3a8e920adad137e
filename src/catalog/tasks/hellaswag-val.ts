import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'
import { hellaswag } from './hellaswag.ts'

const files = {
  examples: inFolders(['train/mc/hellaswag-val', 'hellaswag_text_data'], 'hellaswag_val_full.txt'),
}

export const hellaswagVal = defineTask({
  ...hellaswag,
  id: 'hellaswag-val',
  title: 'HellaSwag, trained on its validation set',
  options: {
    form: 'lines',
    lines: ['task', 'answer', 'ending0', 'ending1', 'ending2', 'ending3'],
    parts: [{ of: 'task', pattern: '(?<activity>[^:]*): (?<context>.*)' }],
    context: '{context}',
    choices: ['ending0', 'ending1', 'ending2', 'ending3'],
    answer: 'answer',
  },
  splits: {
    train: { files, portion: { from: 0, to: 0.9 } },
    development: { files, portion: { from: 0.9, to: 1 } },
  },
  downloads: [
    fromGit(
      'klosax/hellaswag_text_data',
      '1105d370f8340eac3c63a91fd1fa58e8999f9505',
      'hellaswag_text_data',
      'hellaswag_val_full.txt.bz2',
    ),
  ],
  sizes: {},
  standsInFor: 'hellaswag',
  part: 'its whole validation set of 10 042 tasks, re-formatted; none of its 39 905 training tasks',
  overlaps: {
    hellaswag: 'Its validation set, which models are selected on.',
    'hellaswag-sample': 'The sample is drawn from the same validation set.',
  },
  traps: [
    'Split here by context: nine tenths to train on, a tenth to select.',
    'The whole context is the first text, where jiant puts its last half sentence before each ending; the name of the activity is left out, as there.',
  ],
})
