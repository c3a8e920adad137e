import type { TaskEntryInput } from './task.ts'

type Downloads = NonNullable<TaskEntryInput['downloads']>

/** Path patterns of a file that may lie in one of several folders, tried in order. */
export const inFolders = (folders: readonly string[], name: string): string[] =>
  folders.map((folder) => (folder === '' ? name : `${folder}/${name}`))

/** Eight tenths, one, one: for data whose one file must serve to train, select and test. */
export const TENTHS = {
  train: { from: 0, to: 0.8 },
  development: { from: 0.8, to: 0.9 },
  test: { from: 0.9, to: 1 },
} as const

/** What a reader must know where a part of another file is trained on. */
export const heldOut = (file: string) =>
  `The training file is not in the data folders: eight tenths of ${file} are trained on in its place, a tenth selects and a tenth tests, drawn by the hash of the text.`

/** Files of a public repository at a commit; they keep their paths below `into`. */
export const fromGit = (
  repository: string,
  commit: string,
  into: string,
  ...paths: string[]
): Downloads[number] => ({
  from: 'git',
  repository,
  commit,
  paths,
  into,
})

/** JGLUE has a folder a task. */
export const fromJglue = (folder: string): Downloads => [
  fromGit('yahoojapan/JGLUE', '6f071c09316baae89c3d083a90985b4b1cb9968c', 'JGLUE', `datasets/${folder}`),
]

/** Downloads of another task, for whatever split they are here. */
export const forAll = (downloads: Downloads): Downloads =>
  downloads.map(({ splits: _, ...download }) => download as Downloads[number])
