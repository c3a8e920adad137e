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
