import { type PublishedResult, publishedResults, task } from '#catalog'
import { type ClaimEntryInput, ClaimsFile } from '../claims-file.ts'
import { PHANG_2020 } from './phang-2020.ts'

/** A work that claims of the library are from. */
export interface LibrarySource {
  readonly id: string
  readonly title: string
  /** The same work elsewhere. */
  readonly also: readonly string[]
}

export const LIBRARY_SOURCES: readonly LibrarySource[] = [
  {
    id: 'arxiv:2005.13013',
    title: 'English Intermediate-Task Training Improves Zero-Shot Cross-Lingual Transfer Too',
    also: ['acl:2020.aacl-main.56'],
  },
  {
    id: 'arxiv:2003.11080',
    title:
      'XTREME: A Massively Multilingual Multi-task Benchmark for Evaluating Cross-lingual Generalization',
    also: [],
  },
]

const ARM: Readonly<Record<string, string>> = {
  baseline: 'without an intermediate task',
  'best-per-target': 'with the best intermediate task of each target',
}

/** Mean scores of XLM-R Large that the catalogue has from a source that was read. */
function scoreClaims(): ClaimEntryInput[] {
  return publishedResults({ model: 'XLM-R Large' }).flatMap((result) => {
    const { arxiv, language, confidence, metric, arm } = result
    const known = confidence === 'confirmed' && arxiv !== null && language === null && result.task !== null
    if (!known || ARM[arm] === undefined) return []
    const id = `published-${arxiv}-${arm}-${result.task}-${metric}`
    return [{ id, text: scoreSentence(result), source: `arxiv:${arxiv}`, section: result.place }]
  })
}

const scoreSentence = ({ task: id, metric, value, model, arm, split, paper }: PublishedResult) =>
  `${model} ${ARM[arm]} scores ${value.toFixed(1)} (${metric}, mean over languages) on the ${split} data of ${task(id!).title} in ${paper}.`

/** Gains of the first version of Phang et al. 2020, which the catalogue has. */
function gainClaims(): ClaimEntryInput[] {
  const version1 = publishedResults({ model: 'XLM-R Large' }).filter(
    ({ metric, confidence, place }) =>
      metric === 'average-gain' && confidence === 'confirmed' && place.includes('version 1'),
  )
  return version1.map(({ arm, value, split, arxiv, place }) => ({
    id: `published-${arxiv}-${arm}-gain-${value}`,
    text:
      arm === 'best-per-target'
        ? `The best intermediate task of each target improves the nine-target XTREME average of XLM-R Large by ${value} points, says the first version of Phang et al. (2020).`
        : `Intermediate-task training of XLM-R Large on SQuAD improves the average over the nine XTREME target tasks by ${value} points on development data, says the first version of Phang et al. (2020).`,
    source: `arxiv:${arxiv}v1`,
    section: place,
    check: {
      intermediate: arm === 'best-per-target' ? arm : 'squad-v2.0 or squad-v1.1',
      targets: ['xtreme'],
      direction: 'better' as const,
      difference: value,
      split,
    },
  }))
}

let library: ClaimsFile | undefined

/** The shipped claims, each whole and with its source; `check` where a study can decide it. */
export function claimLibrary(): ClaimsFile {
  library ??= ClaimsFile.parse({
    about: 'Claims about intermediate-task training of multilingual encoders',
    claims: [...PHANG_2020, ...gainClaims(), ...scoreClaims()],
  })
  return library
}
