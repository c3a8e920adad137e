import { z } from 'zod'
import { DataInvalidError } from './errors.ts'
import { parseJson } from './json.ts'
import type { TextFile } from './text-file.ts'

/**
 * Paragraphs of a file in the layout of SQuAD, checked against a schema, each with the title of its article, which MLQA
 * and TyDiQA leave out in some files. Throws DATA_INVALID with the field.
 */
export function* squadParagraphs<P extends z.ZodType>(
  file: TextFile,
  paragraph: P,
  form: string,
): Generator<{ readonly article: string | undefined; readonly paragraph: z.infer<P> }> {
  const Article = z.object({ title: z.string().optional(), paragraphs: z.array(paragraph) })
  const Squad = z.object({ data: z.array(Article) })
  const parsed = Squad.safeParse(parseJson(file))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new DataInvalidError(
      { file: file.path, field: z.core.toDotPath(issue.path) },
      `this is not SQuAD JSON, ${z.core.toDotPath(issue.path) || 'at the top'}: ${issue.message}`,
      `The form is data[].paragraphs[].${form}.`,
      parsed.error,
    )
  }
  for (const { title: article, paragraphs } of parsed.data.data)
    for (const paragraph of paragraphs) yield { article, paragraph }
}
