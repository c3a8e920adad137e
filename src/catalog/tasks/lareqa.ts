import { xtremeScripts } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'
import { squadV1 } from './squad-v1.1.ts'

const SCRIPT = 'google-research/xtreme, scripts/train_lareqa.sh'

/** How the retrieval baselines of XTREME-R train: one encoder for both sides, pooled first token, cosine times 100. */
export const xtremeDualEncoder = (script: string) => ({
  pooling: 'first-token' as const,
  scale: 100,
  learnScale: true,
  source: `google-research/xtreme, ${script}: first token, normalised, scale 100 and learned`,
})

const examples = ['xquad-r', 'lareqa/xquad-r', 'lareqa-master/xquad-r', 'lareqa/lareqa-master/xquad-r'].map(
  (folder) => `${folder}/{lang}.json`,
)

export const lareqa = defineTask({
  id: 'lareqa',
  title: 'LAReQA (XQuAD-R)',
  kind: 'passage-retrieval',
  measures:
    'Whether a question finds the sentences that answer it, in all languages at once, before any other sentence.',
  format: 'squad-sentences',
  options: { passage: 'joined' },
  languages: ['ar', 'de', 'el', 'en', 'es', 'hi', 'ru', 'th', 'tr', 'vi', 'zh'],
  splits: {
    train: {
      languages: ['en'],
      files: squadV1.splits.train!.files,
      options: { rows: 'pairs', passage: 'pair' },
    },
    development: {
      languages: ['en'],
      files: squadV1.splits.development!.files,
      options: { rows: 'pairs', passage: 'pair' },
    },
    test: { files: { examples }, options: { rows: 'queries' } },
    candidates: { files: { examples }, options: { rows: 'candidates' } },
  },
  downloads: [
    {
      ...fromGit(
        'google-research-datasets/lareqa',
        '9bc8c7fb6dd8d01d72a05a93c2cb96882b0d299c',
        'lareqa',
        'xquad-r',
      ),
      splits: ['test', 'candidates'],
    },
    ...squadV1.downloads.filter(({ from }) => from === 'url'),
  ],
  sizes: {
    train: { en: 87599 },
    development: { en: 10570 },
    test: { each: 1190 },
    candidates: {
      ar: 1222,
      de: 1276,
      el: 1234,
      en: 1180,
      es: 1215,
      hi: 1244,
      ru: 1219,
      th: 852,
      tr: 1167,
      vi: 1209,
      zh: 1196,
    },
  },
  meanTokens: {
    value: 250,
    source:
      'Polyvia estimate: XLM-R tokens of candidates (233 to 291 in en de zh ru), cut at 256; queries have 15 to 18',
  },
  cluster: 'article',
  parallel: 'id',
  metrics: ['map@20'],
  citation: 'Roy et al. 2020, arXiv 2004.05484; in XTREME-R: Ruder et al. 2021, arXiv 2104.07412',
  licence: 'CC BY-SA 4.0',
  overlaps: {
    'squad-v1.1':
      'XQuAD-R is 1190 questions of the SQuAD v1.1 development set, on which models are selected.',
    xquad: 'the same questions and paragraphs',
  },
  defaults: {
    ...xtremeScripts('train_lareqa.sh', { learningRate: 2e-5, batchSize: 16, epochs: 3, maxLength: 256 }),
    queryLength: { value: 96, source: `${SCRIPT}, MAX_QUERY_LEN` },
  },
  dualEncoder: xtremeDualEncoder('third_party/run_retrieval_qa.py'),
  traps: [
    'A question has one right sentence a language, and all must come before anything else: XTREME-R takes the mean over all questions, not over languages.',
    'As in the official script, training has sentence and paragraph as two segments, candidates have them as one text without separator.',
    'Sentences of SQuAD come from Intl.Segmenter, those of XQuAD-R from the file; the official script splits SQuAD by rules of its own for English.',
    'Trained on SQuAD v1.1: with SQuAD as intermediate task, the target phase repeats the same data.',
  ],
})
