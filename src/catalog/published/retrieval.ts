import { type PublishedResult, perLanguage, row } from './result.ts'

const JIANT = {
  paper: 'Phang 2020, replication of the retrieval baselines in the code of X-STILTs',
  arxiv: null,
  place: 'jiant-dev/jiant-dev, pull request 128',
  model: 'XLM-R Large',
  arm: 'baseline',
  note: 'Layer 14, mean pooling, 256 tokens. The authors call Tatoeba lower and BUCC higher than XTREME published.',
}
const BUCC = ['de', 'fr', 'ru', 'zh']
const XCOPA = ['et', 'ht', 'id', 'it', 'qu', 'sw', 'ta', 'th', 'tr', 'vi', 'zh']
const PONTI = { paper: 'Ponti et al. 2020 (XCOPA)', arxiv: '2005.00333', split: 'test' as const }
const xcopa = (model: string, arm: string, place: string, cells: string, note: string) =>
  row(
    { ...PONTI, model, arm, place, note },
    {
      ...perLanguage('xcopa', 'accuracy', XCOPA),
      mean: { task: 'xcopa', language: null, metric: 'accuracy' },
    },
    cells,
  )
const FULL_MAP = { task: 'lareqa', language: null, metric: 'map' }
const lareqa = (arm: string, value: string) =>
  row(
    {
      paper: 'Roy et al. 2020 (LAReQA)',
      arxiv: '2004.05484',
      place: 'README of google-research-datasets/lareqa',
      split: 'test',
      model: 'mBERT',
      arm,
      note: 'Mean average precision over the whole ranking, not cut at 20. The arm names which languages questions and answers of training pairs are in.',
    },
    { map: FULL_MAP },
    `map ${value}*`,
  )

/** Retrieval, mining and XCOPA: per language where that is published. */
export const RETRIEVAL_RESULTS: readonly PublishedResult[] = [
  ...row(
    { ...JIANT, split: 'development' },
    {
      ...perLanguage('bucc2018', 'mining-f1', BUCC),
      mean: { task: 'bucc2018', language: null, metric: 'mining-f1' },
    },
    'de 77.7* fr 62.7* ru 79.2* zh 66.5* mean 71.5=',
  ),
  ...row(
    { ...JIANT, split: 'test' },
    { mean: { task: 'tatoeba', language: null, metric: 'retrieval-accuracy' } },
    'mean 31.0=',
  ),
  ...row(
    {
      paper: 'Artetxe and Schwenk 2019 (LASER)',
      arxiv: '1812.10464',
      place: 'facebookresearch/LASER, tasks/bucc',
      split: 'test',
      model: 'LASER',
      arm: 'parallel-data',
      note: 'On the BUCC training set, which is the test set of XTREME; thresholds chosen on it, 1.086 to 1.093.',
    },
    perLanguage('bucc2018', 'mining-f1', BUCC),
    'fr 92.41* de 95.42* ru 92.29* zh 91.65*',
  ),
  ...lareqa('en-en', '29'),
  ...lareqa('x-x', '23'),
  ...lareqa('x-x-mono', '52'),
  ...lareqa('x-y', '66'),
  ...xcopa(
    'XLM-R Large',
    'siqa',
    'README of cambridgeltl/xcopa',
    'mean 68.69* et 71.4* ht 50.0* id 79.8* it 72.6* qu 50.0* sw 59.2* ta 73.0* th 72.8* tr 74.4* vi 73.8* zh 78.6*',
    'Zero-shot, trained on Social IQa and COPA. ht and qu are at chance.',
  ),
  ...xcopa(
    'RoBERTa Large',
    'translate-test',
    'README of cambridgeltl/xcopa',
    'mean 76.05*',
    'An English model on test data translated into English.',
  ),
  ...xcopa('XLM-R Base with MAD-X', 'siqa', 'README of cambridgeltl/xcopa', 'mean 60.94*', 'Adapters.'),
  ...xcopa('human', 'none', 'README of cambridgeltl/xcopa', 'mean 97.6*', 'Mean over languages.'),
]
