import type { StudyModel } from './study-results.ts'

/** `3.40 million parameters`; empty where nothing has counted them. */
export function parameterWords({ parameters }: Pick<StudyModel, 'parameters'>): string {
  if (parameters === null) return ''
  return parameters < 100_000
    ? `${parameters} parameters`
    : `${(parameters / 1e6).toPrecision(3)} million parameters`
}
