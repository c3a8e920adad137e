/**
 * What test examples have in common that are not independent of one another: resampling draws whole clusters.
 *
 * - example: nothing, each stands alone;
 * - sentence: one of their two texts, so that pairs which share a sentence, over others too, are one cluster (PAWS-X);
 * - premise: the first text (XNLI: three hypotheses a premise);
 * - paragraph: the text that is asked about;
 * - context: what a multiple-choice question is about, such as the situation or the premise;
 * - article, document: what the file says a paragraph, or a sentence, is from; where it says nothing, the text itself;
 * - claim: what several passages are compared with;
 * - concept: the emoji, or the variants of one for man, woman and person; the same in all languages;
 * - entity: what a mention means; the same in all languages.
 */
export const CLUSTERS = [
  'example',
  'sentence',
  'premise',
  'paragraph',
  'context',
  'article',
  'document',
  'claim',
  'concept',
  'entity',
] as const
export type Cluster = (typeof CLUSTERS)[number]

/** Clusters that are the same thing in every language. */
export const COMMON_CLUSTERS: ReadonlySet<Cluster> = new Set<Cluster>(['concept', 'entity'])

/**
 * How the languages of a task are translations of the same test examples:
 * - id: examples with one id are; files without ids number their rows, so that row i translates row i;
 * - english: those with the same English sentence are.
 */
export const PARALLELS = ['id', 'english'] as const
export type Parallel = (typeof PARALLELS)[number]
