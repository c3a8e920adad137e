import { UnknownEntryError } from './errors.ts'

/** An intermediate stage that papers name, in the form of a stage of a study. */
export interface NamedStage {
  readonly id: string
  readonly title: string
  readonly tasks: string[]
  /** own: a head each; shared: tasks of the same kind and labels train one; a list: those in it do, others have their own. */
  readonly heads: 'own' | 'shared' | string[]
  readonly sampling: { readonly by: 'size'; readonly cap?: number }
  /** Where it comes from, and what in it is not from there. */
  readonly source: string
}

const ANLI_PLUS = ['snli', 'mnli', 'anli-r1', 'anli-r2', 'anli-r3']

const STAGES: readonly NamedStage[] = [
  {
    id: 'anli-plus',
    title: 'ANLI+',
    tasks: ANLI_PLUS,
    heads: 'shared',
    sampling: { by: 'size' },
    source:
      'Phang et al. 2020 train SNLI, MNLI and the three rounds of ANLI together; jiant, guides/tasks/task_specific.md: proportional sampling, all of them with one head.',
  },
  {
    id: 'phang-multi-task',
    title: 'All intermediate tasks of Phang et al. 2020',
    tasks: [...ANLI_PLUS, 'qqp', 'squad-v2.0', 'squad-v1.1', 'hellaswag', 'ccg', 'cosmosqa', 'commonsenseqa'],
    heads: ANLI_PLUS,
    sampling: { by: 'size', cap: 100_000 },
    source:
      "Phang et al. 2020: their nine tasks at once; MNLI, which is both a task of its own and a part of ANLI+, is here once, with the shared NLI head. The paper text was not at hand: that sizes are capped is from memory, and the cap of 100 000 is Polyvia's. jiant offers sampling by min(size, cap) ^ (1 / temperature).",
  },
]

/** Every named stage. */
export function stages(): readonly NamedStage[] {
  return STAGES
}

/** The stage of an id, where it is one. */
export function namedStage(id: string): NamedStage | undefined {
  return STAGES.find((each) => each.id === id)
}

/** The stage of an id. Throws UNKNOWN_ENTRY, with the ids that were probably meant. */
export function stage(id: string): NamedStage {
  const found = namedStage(id)
  if (found === undefined)
    throw new UnknownEntryError(
      'stage',
      id,
      STAGES.map((each) => each.id),
    )
  return found
}
