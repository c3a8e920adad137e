import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

const at = (name: string) => ({
  files: {
    examples: [
      ...inFolders(
        ['train/qa/iapp-thai', 'iapp-wiki-qa-dataset/squad_format'],
        `data.zip!data/${name}.jsonl`,
      ),
      ...inFolders(['iapp-wiki-qa/data', 'iapp-wiki-qa'], `${name}.jsonl`),
    ],
  },
})

export const iappWikiQa = defineTask({
  id: 'iapp-wiki-qa',
  title: 'iapp Wiki QA',
  kind: 'span-extraction',
  measures: 'Finding the answer to a question in a Thai Wikipedia article; written in Thai, not translated.',
  format: 'squad-rows',
  options: {
    form: 'jsonl',
    columns: { id: 'question_id', question: 'question', context: 'context', answers: 'answers' },
  },
  languages: ['th'],
  splits: { train: at('train'), development: at('valid'), test: at('test') },
  downloads: [
    fromGit(
      'iapp-technology/iapp-wiki-qa-dataset',
      '644a29c59bac62d5b15b9e9b06c55bba00708eca',
      'iapp-wiki-qa-dataset',
      'squad_format/data.zip',
    ),
  ],
  sizes: { train: { th: 5761 }, development: { th: 742 }, test: { th: 739 } },
  meanTokens: {
    value: 296,
    source: 'Polyvia estimate: XLM-R tokens of question and article of every third training question (296.1)',
  },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Viriyayudhakorn and Polpanumas 2021, iapp_wiki_qa_squad, doi 10.5281/zenodo.4539916',
  licence: 'MIT; text of the Thai Wikipedia (CC BY-SA)',
  defaults: jiantIntermediate('spans'),
  traps: ['Articles are whole, some thousand characters: an example makes several windows.'],
})
