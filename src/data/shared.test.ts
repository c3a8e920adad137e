import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type TaskEntry, type TaskKind, task } from '#catalog'
import { rejection } from '../../test/support/data/material.ts'
import type {
  ClassificationExample,
  MiningExample,
  PassageRetrievalExample,
  TaggingExample,
} from './examples.ts'
import { availableLanguages, loadDataset } from './index.ts'

/** Copies of the public benchmarks. They are not part of the repository: counts are those of their README files. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/data')
const folders = [FOLDER]
if (!existsSync(FOLDER)) console.warn(`skipped: no benchmark data at ${FOLDER}`)

const counts = async (id: string, split: 'train' | 'development' | 'test', languages: string) =>
  Object.fromEntries(
    await Promise.all(
      languages
        .split(' ')
        .map(
          async (code) =>
            [code, (await loadDataset(task(id), code, split, { folders })).examples.length] as const,
        ),
    ),
  )
const each = (languages: string, count: number) =>
  Object.fromEntries(languages.split(' ').map((code) => [code, count]))

/** An entry for a file that the catalogue does not name. */
const entryFor = (
  kind: TaskKind,
  format: string,
  examples: string,
  options: Record<string, unknown> = {},
  more: Partial<TaskEntry> = {},
): TaskEntry => ({
  ...task('tatoeba'),
  id: 'file',
  kind,
  format,
  options,
  languages: ['en'],
  codes: {},
  splits: { test: { files: { examples } } },
  ...more,
})
const readFile = (entry: TaskEntry) => loadDataset(entry, 'en', 'test', { folders })

describe.skipIf(!existsSync(FOLDER))('benchmark data', () => {
  test('Tatoeba: 37 languages, 1000 pairs but for six', async () => {
    expect(await availableLanguages(task('tatoeba'), 'test', { folders })).toHaveLength(37)
    expect(await counts('tatoeba', 'test', 'af jv kk sw ta te th zh fa')).toEqual({
      ...each('af fa zh', 1000),
      jv: 205,
      kk: 575,
      sw: 390,
      ta: 307,
      te: 234,
      th: 548,
    })
  })

  test('XQuAD: 1190 questions, every answer at its place', async () => {
    expect(await counts('xquad', 'test', 'ar de el en es hi ro ru th zh')).toEqual(
      each('ar de el en es hi ro ru th zh', 1190),
    )
  })

  test('MLQA: development stands in for test, and says so', async () => {
    expect(await counts('mlqa', 'test', 'ar de en es hi zh')).toEqual({
      ar: 517,
      de: 512,
      en: 1148,
      es: 500,
      hi: 507,
      zh: 504,
    })
    expect((await loadDataset(task('mlqa'), 'de', 'test', { folders })).notes[0]).toContain(
      'development file',
    )
  })

  test('TyDiQA: blanked files are not read, training files of other languages stand in', async () => {
    expect(await counts('tydiqa-goldp', 'test', 'ko sw')).toEqual({ ko: 1625, sw: 2755 })
    const parts = await Promise.all(
      (['train', 'development', 'test'] as const).map((split) => counts('tydiqa-goldp', split, 'en')),
    )
    expect(parts.reduce((sum, part) => sum + part.en!, 0)).toBe(3696)
    expect((await rejection(loadDataset(task('tydiqa-goldp'), 'fi', 'test', { folders }))).code).toBe(
      'DATA_NOT_FOUND',
    )
    const blanked = entryFor(
      'span-extraction',
      'squad',
      'tydiqa/tydiqa-goldp-v1.1-dev/tydiqa.goldp.fi.dev.json',
    )
    expect((await readFile(blanked)).gold).toBe(false)
  })

  // README-intermediate.md: answers whose text equals the context at answer_start, of all answers. SQuAD-it counts 21 391
  // there, with 11 answers of no text, which are at every place.
  test.each([
    ['squad-it/SQuAD_it-test.json', 21380, 21489],
    ['arcd/arcd-train.json', 690, 693],
    ['arcd/arcd-test.json', 699, 702],
    ['cmrc2018/cmrc2018_dev.json', 9457, 9657],
    ['cmrc2018/cmrc2018_trial.json', 997, 1002],
    ['jsquad/valid-v1.3.json', 12853, 12853],
    ['korquad/KorQuAD_v1.0_dev.json', 5774, 5774],
  ])('%s: %i of %i answers are at their place', async (file, aligned, all) => {
    const path = `intermediate/qa/${file}`
    const dataset = await readFile(entryFor('span-extraction', 'squad', path, { misaligned: 'skip' }))
    const kept = dataset.examples.reduce(
      (sum, example) => sum + ('answers' in example ? example.answers.length : 0),
      0,
    )
    expect(kept).toBe(aligned)
    expect(dataset.skipped['answer text is not at answer_start'] ?? 0).toBe(
      file.startsWith('squad-it') ? 98 : all - aligned,
    )
    if (aligned < all)
      expect((await rejection(readFile(entryFor('span-extraction', 'squad', path)))).code).toBe(
        'DATA_INVALID',
      )
  })

  test('XNLI: test labels of German serve all, and agree with Swahili and Urdu', async () => {
    expect(await counts('xnli', 'development', 'en')).toEqual({ en: 2490 })
    const labelsOf = async (code: string) =>
      (await loadDataset(task('xnli'), code, 'test', { folders })).examples.map(
        (each) => (each as ClassificationExample).label,
      )
    const labels = await labelsOf('th')
    expect(labels).toHaveLength(5010)
    for (const code of ['sw', 'ur']) {
      const options = {
        form: 'tsv',
        quoting: 'raw',
        columns: { text: `sentence1_${code}`, pair: `sentence2_${code}`, label: 'label' },
      }
      const { examples } = await readFile(
        entryFor(
          'classification',
          'sentence-pairs',
          `xnli/labelled/${code}/${code}.genre.test.tsv`,
          options,
          { labels: ['contradiction', 'entailment', 'neutral'] },
        ),
      )
      expect(examples.map((each) => (each as ClassificationExample).label)).toEqual(labels)
      const own = await loadDataset(task('xnli'), code, 'test', { folders })
      expect(examples.map((each) => (each as ClassificationExample).text)).toEqual(
        own.examples.map((each) => (each as ClassificationExample).text),
      )
    }
  })

  test('PAWS-X: labelled test for de ko zh equals the XTREME file row by row', async () => {
    for (const code of ['de', 'ko', 'zh']) {
      const labelled = await loadDataset(task('pawsx'), code, 'test', { folders })
      const blank = await readFile(
        entryFor('classification', 'sentence-pairs', `pawsx/test-${code}.tsv`, task('pawsx').options, {
          labels: ['0', '1'],
        }),
      )
      expect(blank.gold).toBe(false)
      expect(labelled.gold).toBe(true)
      const texts = (dataset: typeof blank) =>
        dataset.examples.map((each) => [
          (each as ClassificationExample).text,
          (each as ClassificationExample).pair,
        ])
      expect(texts(labelled)).toEqual(texts(blank))
    }
    expect((await counts('pawsx', 'development', 'en')).en! + (await counts('pawsx', 'test', 'en')).en!).toBe(
      2000,
    )
  })

  test('UDPOS: counts, and CoNLL-U fused as XTREME fuses it', async () => {
    expect(await counts('udpos', 'train', 'en')).toEqual({ en: 21253 })
    expect(await counts('udpos', 'development', 'en')).toEqual({ en: 3974 })
    expect(await counts('udpos', 'test', 'en mr yo th hu ta te')).toEqual({
      en: 2077,
      mr: 47,
      yo: 100,
      th: 1000,
      hu: 449,
      ta: 120,
      te: 146,
    })
    const labels = task('udpos').labels!
    // Languages with many multiword tokens; the XTREME development file holds this treebank, among others.
    for (const [code, treebank] of [
      ['he', 'UD_Hebrew-HTB'],
      ['es', 'UD_Spanish-GSD'],
      ['it', 'UD_Italian-ISDT'],
      ['ta', 'UD_Tamil-TTB'],
    ] as const) {
      const [gold, xtreme] = await Promise.all([
        readFile(
          entryFor(
            'tagging',
            'conllu',
            `ud/${treebank}/${code}_*-ud-dev.conllu`,
            { fuse: true },
            { labels: [...labels] },
          ),
        ),
        readFile(entryFor('tagging', 'tagging-tsv', `udpos/dev-${code}.tsv`, {}, { labels: [...labels] })),
      ])
      const line = (each: unknown) =>
        `${(each as TaggingExample).words.join(' ')}\t${(each as TaggingExample).tags!.join(' ')}`
      const there = new Set(xtreme.examples.map(line))
      expect(gold.examples.map(line).filter((sentence) => !there.has(sentence))).toEqual([])
    }
  })

  test('UDPOS: gold test words are the words of the XTREME test file', async () => {
    for (const code of ['he', 'mr', 'hu']) {
      const gold = await loadDataset(task('udpos'), code, 'test', { folders })
      const blank = await readFile(
        entryFor(
          'tagging',
          'tagging-tsv',
          `udpos/test-${code}.tsv`,
          {},
          { labels: [...task('udpos').labels!] },
        ),
      )
      expect(blank.gold).toBe(false)
      expect(gold.examples.map((each) => (each as TaggingExample).words)).toEqual(
        blank.examples.map((each) => (each as TaggingExample).words),
      )
    }
  })

  test('PAN-X: counts, halves of English, a byte order mark as word', async () => {
    expect(await counts('panx', 'train', 'en')).toEqual({ en: 20000 })
    expect(await counts('panx', 'test', 'sw yo ta qu')).toEqual({ sw: 1000, yo: 100, ta: 1000, qu: 100 })
    expect((await counts('panx', 'development', 'en')).en! + (await counts('panx', 'test', 'en')).en!).toBe(
      10000,
    )
  })

  test('HealthVer and Citation-Integrity: counts, labels, the place of evidence', async () => {
    const labelsOf = async (id: string, split: 'train' | 'development') => {
      const { examples, skipped } = await loadDataset(task(id), 'en', split, { folders })
      expect(skipped).toEqual({})
      const labels = (examples as ClassificationExample[]).map(({ label }) => label)
      return task(id).labels!.map((label) => labels.filter((each) => each === label).length)
    }
    expect(await labelsOf('healthver', 'development')).toEqual([391, 533, 993])
    expect(await labelsOf('citation-integrity', 'train')).toEqual([629, 1366, 143])
    expect(await labelsOf('citation-integrity', 'development')).toEqual([101, 191, 24])
    const { examples } = await loadDataset(task('citation-integrity'), 'en', 'train', { folders })
    expect(examples[0]).toMatchObject({
      text: expect.stringMatching(/^Accumulating evidence indicates that lncRNAs could play/),
      pair: expect.stringMatching(/^Several studies .* invasion and metastasis \.$/),
      label: 'entailment',
    })
  })

  test('XCOPA, SICK, STS-B, ANLI, Cosmos QA, Social IQa: counts', async () => {
    expect(await counts('xcopa', 'test', 'et ht id it qu sw ta th zh')).toEqual(
      each('et ht id it qu sw ta th zh', 500),
    )
    expect([await counts('xcopa', 'train', 'en'), await counts('xcopa', 'development', 'en')]).toEqual([
      { en: 400 },
      { en: 100 },
    ])
    const splits = async (id: string) =>
      Promise.all(
        (['train', 'development', 'test'] as const).map(async (split) => (await counts(id, split, 'en')).en),
      )
    expect(await splits('sick-en')).toEqual([4439, 495, 4906])
    // SICK-NL has the Dutch pair in the columns in which SICK has the English one.
    for (const id of ['sick-en', 'sick-sts-en'])
      expect((await loadDataset(task(id), 'en', 'train', { folders })).examples[0]).toMatchObject({
        text: 'A group of kids is playing in a yard and an old man is standing in the background',
        pair: 'A group of boys in a yard is playing and a man is standing in the background',
      })
    expect(await splits('sick-sts-en')).toEqual([4439, 495, 4906])
    expect(await splits('stsb-en')).toEqual([5749, 1500, 1379])
    for (const [id, count] of [
      ['anli-r1', 1000],
      ['anli-r2', 1000],
      ['anli-r3', 1198],
      ['commonsenseqa', 1221],
      ['hellaswag-sample', 518],
    ] as const)
      expect([id, await counts(id, 'development', 'en')]).toEqual([id, { en: count }])
    expect(await counts('hellaswag-sample', 'train', 'en')).toEqual({ en: 1000 })
    expect(await counts('cosmosqa', 'development', 'en')).toEqual({ en: 2985 })
    expect([await counts('siqa', 'development', 'en'), await counts('siqa', 'test', 'en')]).toEqual([
      { en: 1954 },
      { en: 2224 },
    ])
  })

  test('raw text: NTREX 1997 lines a language, in one part or the other in all of them', async () => {
    const parts = await Promise.all(
      (['train', 'development'] as const).map((split) =>
        loadDataset(task('ntrex'), 'sw', split, { folders }),
      ),
    )
    expect(parts[0]!.examples.length + parts[1]!.examples.length).toBe(1997)
    const other = await loadDataset(task('ntrex'), 'de', 'development', { folders })
    expect(other.examples.map((each) => each.id)).toEqual(parts[1]!.examples.map((each) => each.id))
    expect(
      (await counts('lingua-sentences', 'train', 'sw')).sw! +
        (await counts('lingua-sentences', 'development', 'sw')).sw!,
    ).toBe(1000)
    expect((await counts('bible-nt', 'development', 'wo')).wo).toBeGreaterThan(300)
  })

  /** Examples of each split that is there, by language; the counts of both README files, less what is left out. */
  const parts = (train: number, development: number, test: number) => ({ train, development, test })
  test.each<
    [id: string, language: string, Partial<Record<'train' | 'development' | 'test' | 'candidates', number>>]
  >([
    ['bucc2018', 'zh', { development: 22213, test: 22213 }],
    ['mlqa-r', 'en', { train: 1028, development: 120 }],
    ['mlqa-r', 'zh', { train: 438, development: 66 }],
    // 7609 questions, 778 of them of XQuAD; 28 have no answer at its place or none at all.
    ['squad-it', 'it', parts(5435, 756, 612)],
    ['arcd', 'ar', parts(606, 84, 699)],
    ['cmrc2018', 'zh', parts(3216, 465, 532)],
    ['jsquad', 'ja', parts(3560, 436, 446)],
    ['korquad', 'ko', parts(4686, 550, 538)],
    ['mlqa-dev', 'hi', { train: 453, development: 54 }],
    ['xquad-train', 'th', { train: 1076, development: 114 }],
    ['tydiqa-train', 'en', { train: 3337, development: 359 }],
    ['tydiqa-train', 'ko', { train: 1461, development: 164 }],
    ['tydiqa-train', 'sw', { train: 2485, development: 270 }],
    ['ocnli', 'zh', parts(9985, 1492, 1458)],
    ['indonli', 'id', parts(10330, 2197, 2201)],
    ['indonli-expert', 'id', parts(10330, 2197, 2984)],
    ['farstail', 'fa', parts(7266, 1537, 1564)],
    ['sick-nl', 'nl', parts(4439, 495, 4906)],
    ['jnli', 'ja', parts(1946, 224, 264)],
    ['klue-nli', 'ko', parts(2409, 297, 294)],
    ['hindi-recast', 'hi', parts(15552, 2580, 2592)],
    ['americasnli', 'ay', { test: 750 }],
    ['americasnli', 'oto', { test: 748 }],
    ['americasnli', 'nah', { test: 735 }],
    ['stsb-multi-mt', 'zh', parts(5749, 1500, 1379)],
    ['stsb-multi-mt', 'pt', parts(5749, 1500, 1379)],
    ['korsts', 'ko', parts(5749, 1500, 1379)],
    ['jsts', 'ja', parts(11834, 617, 1457)],
    ['klue-sts', 'ko', parts(413, 46, 60)],
    ['sts2017', 'ar', { test: 250 }],
    ['sts2017', 'en', parts(5749, 1500, 250)],
    ['sts2017-cross', 'es', { test: 250 }],
    ['sts2017-cross', 'ar', { test: 250 }],
    ['sts2017-wmt', 'es', { test: 250 }],
    ['jcommonsenseqa', 'ja', parts(8939, 540, 579)],
    ['ud', 'et', { train: 1116, test: 546 }],
    ['ud', 'hu', parts(910, 441, 449)],
    ['ud', 'ko', parts(4400, 950, 989)],
    ['ud', 'mr', parts(373, 46, 47)],
    ['ud', 'ta', parts(400, 80, 120)],
    ['ud', 'te', parts(1051, 131, 146)],
    ['sick-triplets-en', 'en', parts(523, 7, 656)],
    ['stsb-pairs-en', 'en', { train: 1406, development: 264 }],
    // README.md of train/: 9888 of the 10 000 are distinct, 131 of 7600 have the label "-".
    ['mnli-llmsknow', 'en', { train: 10000, development: 2038 }],
    ['mnli-olora', 'en', { train: 3000, development: 7469 }],
    ['taxinli', 'en', { train: 9090, development: 981 }],
    ['ling-in-loop', 'en', { train: 44983, development: 7371 }],
    ['snli-18k', 'en', { train: 18000, development: 2000 }],
    ['snli', 'en', { development: 9842, test: 9824 }],
    ['squad-du-test', 'en', { train: 11283, development: 594 }],
    ['squadshifts-new-wiki', 'en', parts(6316, 857, 765)],
    ['squadshifts-amazon', 'en', parts(7925, 967, 993)],
    ['squadshifts-reddit', 'en', parts(7854, 994, 955)],
    ['siqa', 'en', parts(33410, 1954, 2224)],
    ['winogrande', 'en', { train: 10234, development: 1267 }],
    // 42 of 9741 have the right choice twice.
    ['commonsenseqa-gkp', 'en', { train: 9699, development: 1221 }],
    ['hellaswag-val', 'en', { train: 9052, development: 990 }],
    // 155 of 20 000 lines are not UTF-8.
    ['qqp-20k', 'en', parts(9917, 983, 8945)],
    ['qqp-olora', 'en', { train: 2000, development: 7600 }],
    ['mrpc', 'en', parts(3643, 433, 1725)],
    // 13 278 of 26 775 are scored; 2137 of those are in the development and test sets of STS-B.
    ['sts-2012-2016', 'en', { train: 10077, development: 1064 }],
    ['iapp-wiki-qa', 'th', parts(5761, 742, 739)],
    ['fever-gold-sentences', 'en', parts(6666, 700, 5966)],
    ['fever-symmetric', 'en', parts(568, 140, 712)],
    ['fool-me-twice', 'en', parts(1051, 118, 1380)],
    // 1535 claims, 154 of them disputed.
    ['climate-fever', 'en', parts(1106, 143, 132)],
    ['covidfact', 'en', parts(2863, 400, 419)],
    ['creak', 'en', parts(10176, 1371, 500)],
    ['averitec-dev', 'en', parts(381, 51, 30)],
    ['healthver-multivers', 'en', { train: 6512, development: 1108 }],
    ['scifact', 'en', { train: 1187, development: 125 }],
    ['semi-automatic-nli-wiki', 'en', { train: 13668, development: 1435 }],
    ['conjnli', 'en', parts(15000, 308, 315)],
    ['counterfactual-nli', 'en', parts(6664, 800, 1600)],
    ['rte', 'en', parts(2248, 242, 277)],
    ['breaking-nli', 'en', parts(6466, 894, 833)],
    ['sick', 'en', parts(4500, 500, 4927)],
    ['commonsenseqa-v1.0', 'en', { train: 7610, development: 950 }],
    ['csqa2', 'en', { train: 9264, development: 2541 }],
    ['e-care', 'en', { train: 14928, development: 2132 }],
    ['codah', 'en', parts(2249, 254, 273)],
    ['openbookqa-llmadapters', 'en', { train: 4507, development: 450 }],
    ['policyqa', 'en', parts(4152, 399, 3410)],
    // 1146 of 1380 answers are at their place.
    ['covid-qa', 'en', parts(964, 121, 61)],
    ['ling-in-loop-triplets', 'en', { train: 14977, development: 2551 }],
    ['xnli-dev', 'sw', { train: 2205, development: 285 }],
    ['xnli-ling-in-loop', 'sw', { test: 5010 }],
  ])('%s, %s: %o', async (id, language, wanted) => {
    const found: Record<string, number> = {}
    for (const split of Object.keys(wanted) as (keyof typeof wanted)[])
      found[split] = (await loadDataset(task(id), language, split, { folders })).examples.length
    expect(found).toEqual(wanted)
  })

  // facts of the LAReQA paper: candidate sentences of each language.
  test.each(
    Object.entries({
      ar: 1222,
      de: 1276,
      el: 1234,
      en: 1180,
      es: 1215,
      hi: 1244,
      ru: 1219,
      th: 852,
      zh: 1196,
    }),
  )('LAReQA, %s: %i candidates, each of 1190 questions has one right one', async (code, wanted) => {
    const candidates = (await loadDataset(task('lareqa'), code, 'candidates', { folders }))
      .examples as PassageRetrievalExample[]
    const queries = (await loadDataset(task('lareqa'), code, 'test', { folders })).examples
    expect(candidates).toHaveLength(wanted)
    expect(queries).toHaveLength(1190)
    const right = candidates.flatMap(({ keys }) => keys)
    expect(right.sort()).toEqual(queries.map(({ id }) => id).sort())
  })

  test('BUCC: 257 gold pairs of zh-en, none for the other languages at hand', async () => {
    const { examples, notes } = await loadDataset(task('bucc2018'), 'zh', 'test', { folders })
    const pairs = (examples as MiningExample[]).flatMap(({ translations }) => translations ?? [])
    expect(pairs).toHaveLength(257)
    expect(notes[0]).toContain('The threshold is then chosen on the pairs that are scored')
    expect(await availableLanguages(task('bucc2018'), 'test', { folders })).toEqual(['zh'])
  })

  test('SQuAD-it: no question of XQuAD is in any part', async () => {
    const xquad = new Set(
      (await loadDataset(task('xquad'), 'en', 'test', { folders })).examples.map(({ id }) => id),
    )
    for (const split of ['train', 'development', 'test'] as const) {
      const { examples, skipped } = await loadDataset(task('squad-it'), 'it', split, { folders })
      expect(examples.filter(({ id }) => xquad.has(id))).toEqual([])
      expect(skipped['question that is in the set to leave out']).toBe(778)
    }
  })

  // Texts: google-research/xtreme (838c13b), third_party/utils_mewslix.py, preprocess_mention on these records.
  test('Mewsli-X: the three published example mentions', async () => {
    const mentions = async (language: string) => {
      const entry = entryFor(
        'passage-retrieval',
        'mewsli-x',
        'mewslix/example/example_mentions.jsonl',
        { rows: 'mentions' },
        { languages: [language] },
      )
      return (await loadDataset(entry, language, 'test', { folders })).examples as PassageRetrievalExample[]
    }
    expect(await mentions('en')).toEqual([
      {
        id: 'c79595350cc2d5c7f2b095e2cb785212',
        text: 'Helsinki: In { Helsinki } , the Finnish trade union for bus and truck drivers has gone on strike on Sunday evening, mainly over the use of part-time labor.',
        keys: ['Q1757'],
        cluster: 'Q1757',
      },
    ])
    const arabic = await mentions('ar')
    expect(arabic).toHaveLength(2)
    expect(arabic[1]!.text).toBe(
      'طنب الصغرى: زار قائد الحرس الثوري الإيراني اللواء محمد علي الجعفري يوم أمس الخميس الجزر الثلاث (التي تطالب بها كل من إيران والإمارات العربية المتحدة، وتعدها الثانية إلى جانب كافة دول الخليج العربي جزراً محتلة)، وهي جزر أبو موسى وطنب الكبرى و { طنب الصغرى } ، في أول زيارة لمسؤول عسكري إيراني على هذا المستوى للجزر منذ وقوعها تحت السيطرة الإيرانية في سنة 1971م.',
    )
  })
})
