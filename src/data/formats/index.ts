import { nearest } from '#catalog'
import { FormatError } from '../errors.ts'
import type { Format } from '../format.ts'
import { bibleXml } from './bible-xml.ts'
import { bucc } from './bucc.ts'
import { citedClaims } from './cited-claims.ts'
import { cldrGroup } from './cldr-group.ts'
import { cldrKeywords } from './cldr-keywords.ts'
import { cldrPhrases } from './cldr-phrases.ts'
import { cldrText } from './cldr-text.ts'
import { conllu } from './conllu.ts'
import { mewsliX } from './mewsli-x.ts'
import { multipleChoice } from './multiple-choice.ts'
import { nliTriplets } from './nli-triplets.ts'
import { panxOriginal } from './panx-original.ts'
import { parallelLines } from './parallel-lines.ts'
import { parallelPairs } from './parallel-pairs.ts'
import { plainText } from './plain-text.ts'
import { scoredPairs } from './scored-pairs.ts'
import { sentencePairs } from './sentence-pairs.ts'
import { squad } from './squad.ts'
import { squadRows } from './squad-rows.ts'
import { squadSentences } from './squad-sentences.ts'
import { taggingRows } from './tagging-rows.ts'
import { taggingTsv } from './tagging-tsv.ts'
import { textRows } from './text-rows.ts'
import { triplets } from './triplets.ts'

/**
 * A cut file is told by whole JSON, XML and gzip wherever the cut is; by JSON lines unless it is between two lines. Text
 * with a record a line cannot know: a cut inside its last field reads as a shorter text, tag-less word or number
 * (`fuzz.test.ts` says it of each). Counts in the catalogue's `sizes` and the hash of the original tell those.
 */
const FORMATS: readonly Format[] = [
  bibleXml,
  bucc,
  citedClaims,
  cldrGroup,
  cldrKeywords,
  cldrPhrases,
  cldrText,
  conllu,
  mewsliX,
  multipleChoice,
  nliTriplets,
  panxOriginal,
  parallelLines,
  parallelPairs,
  plainText,
  scoredPairs,
  sentencePairs,
  squad,
  squadRows,
  squadSentences,
  taggingRows,
  taggingTsv,
  textRows,
  triplets,
]

/** Ids of all formats. */
export const FORMAT_IDS: readonly string[] = FORMATS.map((format) => format.id)

/** The parser of an id. Throws FORMAT_INVALID with the ids that were probably meant. */
export function formatOf(id: string, task: string): Format {
  const found = FORMATS.find((format) => format.id === id)
  if (found !== undefined) return found
  const near = nearest(id, FORMAT_IDS)
  throw new FormatError(`Task "${task}" asks for the format "${id}", which does not exist`, {
    hint: `${near.length > 0 ? `Did you mean "${near[0]}"? ` : ''}Formats: ${FORMAT_IDS.join(', ')}.`,
  })
}
