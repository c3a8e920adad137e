import { nearest } from '#catalog'
import { FormatError } from '../errors.ts'
import type { Format } from '../format.ts'
import { bibleXml } from './bible-xml.ts'
import { bucc } from './bucc.ts'
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

const FORMATS: readonly Format[] = [
  bibleXml,
  bucc,
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

/** The parser of an id. Throws FORMAT_INVALID with the ids that were probably meant. */
export function formatOf(id: string, task: string): Format {
  const found = FORMATS.find((format) => format.id === id)
  if (found !== undefined) return found
  const ids = FORMATS.map((format) => format.id)
  const near = nearest(id, ids)
  throw new FormatError(`Task "${task}" asks for the format "${id}", which does not exist`, {
    hint: `${near.length > 0 ? `Did you mean "${near[0]}"? ` : ''}Formats: ${ids.join(', ')}.`,
  })
}
