import { describe, expect, test } from 'vitest'
import { type TaskEntry, task, tasks } from './index.ts'

const ALL = tasks().map((entry) => [entry.id, entry] as const)
const asRegExp = (glob: string) =>
  new RegExp(`^${glob.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`)

/** Every path that the splits of a task look for, with the split and the language it is for. */
function lookedFor(entry: TaskEntry) {
  return Object.entries(entry.splits).flatMap(([split, { otherwise = [], ...first }]) =>
    [first, ...otherwise].flatMap((source) =>
      (source.languages ?? first.languages ?? entry.languages).flatMap((language) =>
        Object.values(source.files)
          .flat()
          .map((pattern) => ({
            split,
            path: pattern
              .replaceAll('{lang}', language)
              .replaceAll('{code}', entry.codes[language] ?? language)
              .replaceAll('*', '00000'),
          })),
      ),
    ),
  )
}

describe('downloads', () => {
  test.each(ALL)('%s: what is read from the hub is fetched from there', (_, entry) => {
    // Tasks that are made of other tasks read what those fetch.
    const own = entry.downloads.some(({ from }) => from === 'hub')
    const fetched = (own ? [entry] : tasks())
      .flatMap(({ downloads }) => downloads)
      .flatMap((download) =>
        download.from === 'hub'
          ? download.files.map((file) => ({
              splits: download.splits,
              file: asRegExp(`hub/${download.repository}/${file}`),
            }))
          : [],
      )
    const lacking = lookedFor(entry)
      .filter(({ path }) => path.startsWith('hub/'))
      .filter(
        ({ path, split }) =>
          !fetched.some(
            ({ splits, file }) =>
              file.test(path) && (splits === undefined || splits.includes(split as 'train')),
          ),
      )
    expect(lacking).toEqual([])
  })

  test.each(ALL.filter(([, { standsInFor }]) => standsInFor === undefined))(
    '%s: single files are put where they are looked for',
    (_, entry) => {
      const paths = new Set(lookedFor(entry).map(({ path }) => path))
      for (const download of entry.downloads)
        if (download.from === 'url' && download.unpack === undefined)
          expect([...paths]).toContain(download.into)
    },
  )

  test.each(ALL)('%s: names no place of one machine, and no split that it has not', (_, entry) => {
    for (const download of entry.downloads) {
      if ('into' in download) expect(download.into).not.toMatch(/^([/~]|[A-Z]:)|\.\./)
      for (const split of download.splits ?? []) expect(Object.keys(entry.splits)).toContain(split)
      if (download.from === 'url')
        for (const url of download.urls) expect(url).toMatch(/^https:\/\/[a-z0-9.-]+\.[a-z]+\/\S+$/)
    }
  })

  test('are there for every benchmark and every task of Phang et al. 2020', () => {
    const ids =
      'snli mnli anli-r1 anli-r2 anli-r3 qqp squad-v1.1 squad-v2.0 hellaswag ccg cosmosqa commonsenseqa siqa copa mlm-wikipedia xnli pawsx udpos panx xquad mlqa tydiqa-goldp tatoeba xcopa'
    for (const id of ids.split(' ')) {
      expect(task(id).downloads, id).not.toEqual([])
      expect(task(id).meanTokens, id).toBeDefined()
    }
  })
})

describe('sizes', () => {
  test.each(ALL)('%s: are of splits and languages that it has', (_, entry) => {
    for (const [split, counts] of Object.entries(entry.sizes)) {
      const own = entry.splits[split as 'train']!
      for (const language of Object.keys(counts))
        if (language !== 'each') expect(own.languages ?? entry.languages).toContain(language)
    }
  })

  // Phang et al. 2020, section 2.1; XTREME, table 1; XTREME-R; cards of the datasets.
  test.each([
    ['mnli', 392702],
    ['qqp', 363846],
    ['squad-v1.1', 87599],
    ['squad-v2.0', 130319],
    ['hellaswag', 39905],
    ['commonsenseqa', 9741],
    ['xnli', 392702],
    ['pawsx', 49401],
    ['udpos', 21253],
    ['panx', 20000],
    ['xquad', 87599],
    ['tydiqa-goldp', 3696],
    ['siqa', 33410],
    ['xcopa', 400],
  ])('%s trains on %i English examples', (id, size) => {
    expect(task(id).sizes.train!.en).toBe(size)
  })

  test('ANLI+ has 1 104 934 pairs', () => {
    const ids = ['snli', 'mnli', 'anli-r1', 'anli-r2', 'anli-r3']
    expect(ids.reduce((sum, id) => sum + task(id).sizes.train!.en!, 0)).toBe(1_104_934)
  })

  test('of the test sets of TyDiQA-GoldP and UD are those of XTREME', () => {
    const sum = (id: string) => Object.values(task(id).sizes.test!).reduce((all, count) => all + count, 0)
    expect(sum('tydiqa-goldp')).toBe(5077)
    expect(task('udpos').sizes.test).toMatchObject({ mr: 47, de: 22458, en: 5440, th: 1000 })
  })
})
