/** Whether a path stays below the folder that it is put under: relative, no `..`, no drive, no backslash. */
export function staysBelow(path: string): boolean {
  if (path === '' || path.startsWith('/') || /[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return false
  return path.split('/').every((part) => part !== '..')
}

/** What macOS adds to archives: copies of metadata, never data. */
export const isLitter = (path: string): boolean =>
  path.split('/').some((part) => part === '__MACOSX' || part === '.DS_Store' || part.startsWith('._'))

/** A path pattern as an expression; `*` is anything within one name. */
export function patternOf(pattern: string): RegExp {
  const escaped = pattern.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('[^/]*')}$`)
}

/** Bytes for people. */
export function sizeText(bytes: number): string {
  if (bytes < 1e3) return `${bytes} B`
  const [unit, name] = bytes < 1e6 ? [1e3, 'kB'] : bytes < 1e9 ? [1e6, 'MB'] : ([1e9, 'GB'] as const)
  return `${(bytes / (unit as number)).toFixed(1)} ${name}`
}
