import { DataInvalidError } from './errors.ts'
import type { TaggingExample } from './examples.ts'

/** Collects words and tags into sentences and checks tags against the label set. */
export class Sentences {
  readonly examples: TaggingExample[] = []
  private words: string[] = []
  private tags: string[] = []
  private readonly known: ReadonlySet<string> | null

  private readonly file: string
  private readonly prefix: string

  constructor(file: string, labels: readonly string[] | undefined, prefix: string) {
    this.file = file
    this.prefix = prefix
    this.known = labels === undefined ? null : new Set(labels)
  }

  add(line: number, word: string, tag: string | null): void {
    if (word === '') throw new DataInvalidError({ file: this.file, line }, 'the word is empty')
    if (tag !== null && this.known !== null && !this.known.has(tag))
      throw new DataInvalidError(
        { file: this.file, line },
        `the tag "${tag}" is not one of ${[...this.known].join(' ')}`,
        'Correct the tag, or "labels" of the task entry.',
      )
    this.words.push(word)
    if (tag !== null) this.tags.push(tag)
  }

  /** Ends the sentence, if one has begun. */
  end(tagged: boolean, document?: string): void {
    if (this.words.length > 0) this.close(tagged, document)
  }

  /** Ends the sentence, also one without words. */
  close(tagged: boolean, document?: string): void {
    this.examples.push({
      id: `${this.prefix}${this.examples.length}`,
      words: this.words,
      tags: tagged ? this.tags : null,
      ...(document === undefined ? {} : { cluster: this.prefix + document }),
    })
    this.words = []
    this.tags = []
  }
}

/** Ids stay unique when a dataset is read from several files. */
export const prefixOf = (at: number, files: readonly unknown[]) => (files.length > 1 ? `${at}:` : '')
