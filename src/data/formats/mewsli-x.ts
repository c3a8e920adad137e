import { z } from 'zod'
import { strip } from '#kernel'
import { codePointIndex } from '../code-points.ts'
import { DataInvalidError } from '../errors.ts'
import type { PassageRetrievalExample } from '../examples.ts'
import { defineLineFormat } from '../format.ts'
import { parseJsonLine } from '../json.ts'

const Span = z.object({ start: z.int(), end: z.int() })
const Context = z.object({ language: z.string(), text: z.string(), sentence_spans: z.array(Span) })
const Mention = z.object({
  example_id: z.string().min(1),
  mention_span: Span.extend({ text: z.string() }),
  entity_id: z.string(),
})
const Entity = z.object({
  entity_id: z.string().min(1),
  description: z.string(),
  sentence_spans: z.array(Span),
})
const Mentions = z.object({ context: Context, mentions: z.array(Mention) })
const Pair = z.object({
  contextual_mention: z.object({ context: Context, mention: Mention }),
  entity: Entity,
})

interface Place {
  readonly file: string
  readonly line: number
}

/**
 * Mewsli-X, one JSON object a line: `mentions` (articles with their mentions of the dataset's language), `entities`
 * (what is searched, in all languages), `pairs` (a mention with its entity, to train on). Spans count code points.
 *
 * A query is `mention: left { mention } right` of the sentence it is in, braces in the text made round; an entity is
 * the sentences of its description. Source: google-research/xtreme, third_party/utils_mewslix.py, preprocess_mention
 * and preprocess_entity_description.
 */
export const mewsliX = defineLineFormat({
  id: 'mewsli-x',
  makes: 'passages',
  version: 2,
  options: z.strictObject({ rows: z.enum(['mentions', 'entities', 'pairs']) }),
  reader({ language }, { rows }) {
    const examples: PassageRetrievalExample[] = []
    let withheld = 0
    const query = (place: Place, context: z.infer<typeof Context>, mention: z.infer<typeof Mention>) => {
      if (mention.entity_id === '') withheld++
      const about =
        mention.entity_id === '' ? { keys: [] } : { keys: [mention.entity_id], cluster: mention.entity_id }
      return { id: mention.example_id, text: mentionText(place, context, mention), ...about }
    }
    const READ: Record<typeof rows, (place: Place, value: unknown) => void> = {
      mentions(place, value) {
        const { context, mentions } = checked(place, Mentions, value)
        if (context.language !== language) return
        for (const mention of mentions) examples.push(query(place, context, mention))
      },
      entities(place, value) {
        const entity = checked(place, Entity, value)
        examples.push({ id: entity.entity_id, text: entityText(place, entity), keys: [entity.entity_id] })
      },
      pairs(place, value) {
        const { contextual_mention: each, entity } = checked(place, Pair, value)
        if (each.mention.entity_id !== entity.entity_id)
          throw new DataInvalidError(
            place,
            'the mention is of another entity than the one that stands with it',
          )
        if (each.context.language !== language) return
        const passages = [{ text: entityText(place, entity) }]
        examples.push({ ...query(place, each.context, each.mention), passages })
      },
    }
    return {
      line(file, line, text) {
        if (strip(text) !== '') READ[rows]({ file, line }, parseJsonLine(file, line, text))
      },
      end: () => ({ examples, gold: withheld === 0, skipped: {} }),
    }
  },
})

function checked<S extends z.ZodType>(place: Place, schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const field = z.core.toDotPath(issue.path)
  throw new DataInvalidError(
    { ...place, field },
    `this is not Mewsli-X, ${field || 'at the top'}: ${issue.message}`,
  )
}

function mentionText(
  place: Place,
  context: z.infer<typeof Context>,
  mention: z.infer<typeof Mention>,
): string {
  const field = `mention ${mention.example_id}`
  if (context.text === '')
    throw new DataInvalidError(
      { ...place, field },
      'the article has no text',
      'The published file comes without texts: get-mewsli-x.sh, which comes with it, puts them in.',
    )
  const unitAt = codePointIndex(context.text)
  const { start, end, text } = mention.mention_span
  const sentence = context.sentence_spans.find(
    (span) => span.start <= start && start < end && end <= span.end,
  )
  const [from, to] = [unitAt(start), unitAt(end)]
  const [first, last] = [unitAt(sentence?.start ?? -1), unitAt(sentence?.end ?? -1)]
  if (from === null || to === null || context.text.slice(from, to) !== text)
    throw new DataInvalidError({ ...place, field }, `"${text}" is not at its place in the article`)
  if (first === null || last === null)
    throw new DataInvalidError({ ...place, field }, `"${text}" is in no sentence of the article`)
  const left = rounded(context.text.slice(first, from))
  const right = rounded(context.text.slice(to, last))
  return normal(`${text}: ${left} { ${text} } ${right}`)
}

function entityText(
  place: Place,
  { entity_id, description, sentence_spans }: z.infer<typeof Entity>,
): string {
  const unitAt = codePointIndex(description)
  const sentences = sentence_spans.map(({ start, end }) => {
    const [from, to] = [unitAt(start), unitAt(end)]
    if (from === null || to === null || from >= to)
      throw new DataInvalidError(
        { ...place, field: 'sentence_spans' },
        `a sentence of ${entity_id} does not lie in its description`,
      )
    return description.slice(from, to)
  })
  const text = normal(sentences.join(' '))
  if (text === '')
    throw new DataInvalidError({ ...place, field: 'description' }, `${entity_id} has no description`)
  return text
}

const rounded = (text: string) => text.replace(/\{([^\n]*?)\}/g, '($1)')

/** What ends a line for Python's splitlines. */
const LINE_ENDS = new RegExp(`\r\n|[${'\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029'}]`, 'g')

/** Without line ends and double blanks, as Python's splitlines, join, replace and strip leave it. */
const normal = (text: string) => strip(text.replace(LINE_ENDS, ' ').replaceAll('  ', ' '))
