import { textDefaults } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'
import { languages } from '../language.ts'

const HUB = 'wikimedia/wikipedia'
const XTREME = languages()
  .filter(({ xtreme }) => xtreme)
  .map(({ code }) => code)
const part = (from: number, to: number) => ({
  files: { text: ['wikipedia/{lang}.txt', 'text/wikipedia/{lang}.txt'] },
  portion: { from, to },
  otherwise: [
    {
      files: { examples: onHub(HUB, '20231101.{lang}/train-00000-of-*.parquet') },
      format: 'text-rows',
      options: { form: 'jsonl', text: 'text', id: 'id', shortest: 100 },
      portion: { from, to },
    },
  ],
})

export const mlmWikipedia = defineTask({
  id: 'mlm-wikipedia',
  title: 'Wikipedia in the languages of XTREME',
  kind: 'masked-lm',
  measures: 'Raw text: paragraphs of Wikipedia, to keep or refresh what pretraining gave.',
  format: 'plain-text',
  options: { pairs: 'none' },
  languages: XTREME,
  splits: { train: part(0, 0.99), development: part(0.99, 1) },
  downloads: [
    {
      from: 'hub',
      repository: HUB,
      revision: 'b04c8d1ceb2f5cd4588862100d08de323dccfbaa',
      files: XTREME.map((code) => `20231101.${code}/train-00000-of-*.parquet`),
      note: 'The first shard of each language: for small Wikipedias that is all of it.',
    },
  ],
  meanTokens: {
    value: 100,
    source:
      'Polyvia estimate: a guess, not measured; paragraphs of 100 characters or more, cut at 256 tokens',
  },
  metrics: ['masked-accuracy'],
  citation: 'Wikimedia Foundation, dumps of 1 November 2023 (wikimedia/wikipedia on the hub)',
  licence: 'CC BY-SA 4.0 and GFDL',
  defaults: textDefaults(256),
  traps: [
    'Phang et al. 2020 continue masked-LM beside their tasks; which text, how much and how it was mixed is not known here.',
    'A shard of a large Wikipedia holds more text than is needed: bound it with "limit" in the training settings.',
    'wikipedia/LANGUAGE.txt of a data folder, one paragraph a line, is read first where it is there.',
  ],
})
