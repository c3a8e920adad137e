import { StudyCheck } from './claims-file.ts'

/** How papers name intermediate tasks; longer names first. */
const INTERMEDIATE: readonly (readonly [RegExp, string])[] = [
  [/\bSQuAD ?v?2(?:\.0)?\b/i, 'squad-v2.0'],
  [/\bSQuAD ?v?1(?:\.1)?\b/i, 'squad-v1.1'],
  [/\bSQuAD\b/i, 'squad-v2.0 or squad-v1.1'],
  [/\bANLI\+/i, 'anli-plus'],
  [/\b(?:MNLI|MultiNLI)\b/i, 'mnli'],
  [/\bHellaSwag\b/i, 'hellaswag'],
  [/\bQQP\b/i, 'qqp'],
  [/\bCCG\b/, 'ccg'],
  [/\bCosmos ?QA\b/i, 'cosmosqa'],
  [/\bCommonsense ?QA\b/i, 'commonsenseqa'],
]
const TARGETS: readonly (readonly [RegExp, string])[] = [
  [/\bnine[- ](?:target|task)s?(?: tasks?)? average\b|\baverage over (?:the )?nine\b/i, 'xtreme'],
  [/\bTatoeba\b/i, 'tatoeba'],
  [/\bBUCC\b/, 'bucc2018'],
  [/\bXNLI\b/, 'xnli'],
  [/\bPAWS-X\b/i, 'pawsx'],
  [/\bTyDi ?QA\b/i, 'tydiqa-goldp'],
  [/\bXQuAD\b/i, 'xquad'],
  [/\bMLQA\b/, 'mlqa'],
  [/\bLAReQA\b/i, 'lareqa'],
]
/** Words after which a sentence says something else than it seems to: such a claim is left undecided. */
const UNSAFE =
  /\b(?:not|no|never|neither|nor|without|may|might|could|suggests?|appears?|except|unless|than|respectively|but|whereas|percent|base|small|mini|mBERT|mT5|BERT)\b|%|;/i
const INTERMEDIATE_WORDS =
  /\bas (?:an )?intermediate task\b|\bintermediate[- ](?:task )?(?:fine-tuning|training)\b/i

/**
 * Reads a sentence such as "SQuAD as intermediate task improves the nine-target average by 8.2 points" as a check; null
 * for every sentence that could also mean something else: one task, one target, one number, no doubt, no comparison.
 */
export function readCheck(text: string): StudyCheck | null {
  if (UNSAFE.test(text) || !INTERMEDIATE_WORDS.test(text)) return null
  const direction = /\b(?:improves?|raises?|gains?)\b/i.test(text)
    ? 'better'
    : /\b(?:harms?|lowers?|reduces?|worsens?)\b/i.test(text)
      ? 'worse'
      : null
  if (direction === null) return null
  const targets = TARGETS.filter(([name]) => name.test(text))
  // XQuAD and XNLI hold the names of intermediate tasks, so targets are taken out first.
  const rest = targets.reduce((left, [name]) => left.replace(name, ' '), text)
  const tasks = INTERMEDIATE.filter(([name]) => name.test(rest))
  const named = tasks.filter(
    ([, id]) => !tasks.some(([, other]) => other !== id && id.split(' or ').includes(other)),
  )
  const task = named[0]
  const single = new Set(named.map(([, id]) => id.split(' or ')[0])).size === 1
  const numbers = [...text.matchAll(/(?<![\w.])(\d+(?:\.\d+)?) points?\b/g)]
  if (targets.length !== 1 || task === undefined || !single || numbers.length > 1) return null
  const size = numbers[0] === undefined ? undefined : Number(numbers[0][1])
  return StudyCheck.parse({
    intermediate: task[1],
    targets: [targets[0]![1]],
    direction,
    ...(size === undefined ? {} : { difference: direction === 'better' ? size : -size }),
  })
}
