/** A number of a paper, with what is known about it. */
export interface PublishedResult {
  readonly paper: string
  /** arXiv number; null where the source is not a paper. */
  readonly arxiv: string | null
  /** Table, section or file where it stands. */
  readonly place: string
  readonly model: string
  /** What the model was trained on before its target: `baseline` is nothing. */
  readonly arm: string
  /** Id of the catalogue; null for a mean over the tasks of a benchmark. */
  readonly task: string | null
  /** Language, or null for the mean over those that the benchmark scores. */
  readonly language: string | null
  /** Id of the score room where it is the same metric. */
  readonly metric: string
  readonly split: 'development' | 'test'
  /** In percent or points, as our metrics. */
  readonly value: number
  /** confirmed: read in the source, or in notes on it that `note` names; derived: computed from such numbers. */
  readonly confidence: 'confirmed' | 'from memory' | 'derived'
  /** Retrieval: which side is the query, where it is not the English one as in XTREME. */
  readonly direction?: 'to-english'
  readonly note?: string
}

type Publication = Omit<PublishedResult, 'task' | 'language' | 'metric' | 'value' | 'confidence'>

/**
 * Results written as a row: `column value` after `column value`. A `*` marks what is confirmed, a `=` what is derived;
 * the rest is from memory. Columns lead to task, language and metric.
 */
export function row(
  source: Publication,
  columns: Readonly<Record<string, Pick<PublishedResult, 'task' | 'language' | 'metric'>>>,
  cells: string,
): PublishedResult[] {
  const words = cells.trim().split(/\s+/)
  return Array.from({ length: words.length / 2 }, (_, at) => {
    const [column, cell] = [words[2 * at]!, words[2 * at + 1]!]
    const mark = cell.at(-1)
    return {
      ...source,
      ...columns[column]!,
      value: Number(cell.replace(/[*=]$/, '')),
      confidence: mark === '*' ? 'confirmed' : mark === '=' ? 'derived' : 'from memory',
    }
  })
}

/** Columns of a task that are languages. */
export const perLanguage = (task: string, metric: string, codes: readonly string[]) =>
  Object.fromEntries(codes.map((language) => [language, { task, language, metric }]))
