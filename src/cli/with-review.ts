/**
 * `evidence "QUESTION"` as `evidence review "QUESTION"`. A question has more than one word, so that a mistyped
 * subcommand stays one; an option before it belongs to the review, too.
 */
export function withReview(args: readonly string[]): string[] {
  const [command, first] = args
  const isReview = first !== undefined && (/\s/.test(first.trim()) || /^--(?!help$)/.test(first))
  return command === 'evidence' && isReview ? ['evidence', 'review', ...args.slice(1)] : [...args]
}
