import { kinds } from '#catalog'
import { count, listed, plural } from '#kernel'
import { scratchRecipe, stagesOf } from '#study'
import type { ReportInput } from './input.ts'
import type { MeasuredReport } from './measured.ts'
import { rough } from './numbers.ts'
import { overlapLimits } from './overlap-words.ts'
import type { Report } from './schema.ts'
import { stageTaskIds } from './training.ts'

/** What the study cannot show, found in this run. */
export function limitsOf(input: ReportInput, measured: MeasuredReport & Pick<Report, 'overlaps'>): string[] {
  const seeds = input.results.seeds.length
  const tasks = Object.values(input.tasks)
  const used = new Set([
    ...Object.keys(input.study.arms).flatMap((arm) => stagesOf(input.study, arm).flatMap(stageTaskIds)),
    ...(scratchRecipe(input.study)?.text.tasks ?? []),
    ...measured.targets.map((target) => target.id),
  ])
  const chance = measured.targets.filter((target) => !target.decides)
  const picked = measured.declared ? 0 : amongArms(measured)
  const small = input.parameters !== null && input.parameters < 1e8
  const missing = measured.missing.reduce((sum, each) => sum + each.languages.length, 0)
  const reasons = [
    ...new Set(
      measured.missing.map((each) => `${each.arm} on ${each.target}, seed ${each.seed}: ${each.reason}`),
    ),
  ]
  const notes = [
    ...new Set(
      input.data.flatMap((each) =>
        each.notes.map((note) => `${input.tasks[each.task]?.title ?? each.task}: ${note}`),
      ),
    ),
  ]
  const paired = pairedText(input)
  return [
    seeds === 1
      ? 'One seed: two runs differ, and nothing is said about arms. No interval here covers other training runs.'
      : seeds < 5
        ? `${sentenceNumber(seeds)} seeds: how much runs differ is estimated from few of them. Intervals are wide for that, and what was not found may still be there.`
        : '',
    falseMarks(seeds),
    seeds > 1
      ? 'How much runs differ is taken from all trained arms together, or from the two arms compared where that is more: an arm whose runs differ much widens the intervals of all.'
      : '',
    small
      ? `The encoder has ${rough(input.parameters!)} parameters, about ${count(Number((550e6 / input.parameters!).toPrecision(1)))} times fewer than XLM-R Large (550 million). What helps or harms it need not help or harm a large encoder.`
      : '',
    input.copy === null
      ? ''
      : `The encoder is not as its authors gave it out: ${input.copy}. Numbers of the original may differ.`,
    scratchRecipe(input.study) === null
      ? ''
      : 'The encoder was pretrained for this study on little text; published results start from encoders that have read thousands of times more.',
    typeof input.study.model !== 'string' && input.study.model.from === 'random'
      ? 'The encoder has random weights: no number here says anything about transfer.'
      : '',
    measured.selections.length > 0
      ? `Layer and pooling of retrieval were chosen with translations between English and ${listed(measured.selections[0]!.languages)}: for these, retrieval is not strictly zero-shot.`
      : '',
    measured.groups.length > 0
      ? 'Languages of a group have more in common than what names the group, and are few: a difference between groups is a lead, not a cause. What the study did not declare is exploratory: found by looking at many groups, and adjusted for that.'
      : '',
    measured.groups.some(({ by }) => by === 'seen-in-pretraining') && scratchRecipe(input.study) !== null
      ? "The group by pretraining text is about XLM-R's text; the encoder of this study has read other text."
      : '',
    ...tasks
      .filter((task) => task.standsInFor !== undefined && used.has(task.id))
      .map((task) =>
        task.part === undefined
          ? `${task.title} (${task.id}) stands in for ${task.standsInFor}, whose data was not at hand: a result for it is not a result for ${task.standsInFor}.`
          : `${task.title} (${task.id}) is a part of the data of ${task.standsInFor}: ${task.part}. A result for it is not a result for all of ${task.standsInFor}.`,
      ),
    ...chance.map((target) => `${target.title} decides nothing here: ${target.chance}`),
    missing > 0
      ? `${plural(missing, 'planned result')} ${missing === 1 ? 'is' : 'are'} missing and left out of the means: ${reasons.join('; ')}.`
      : '',
    picked > 1
      ? `The largest gain of ${picked} arms is named after looking at all; its interval is not widened for that choice, so it is on average a little smaller than it looks, and the arms were not compared with each other.`
      : '',
    ...overlaps(input, used),
    ...overlapLimits(input, measured.overlaps),
    paired,
    ...notes,
    input.hosts.length === 1
      ? `Everything ran on one machine (${input.hosts[0]!.device ? `${input.hosts[0]!.device}, ` : ''}${input.hosts[0]!.processor}). Other hardware rounds differently, which can change single scores slightly.`
      : '',
    `Intervals cover chance in the choice of test examples${seeds > 1 ? ' and in training runs' : ''}; they do not cover the choice of languages, of data or of settings, and no setting was tuned per arm.${measured.groups.length > 0 ? ' Only contrasts between groups and trends cover other languages, related ones left out together.' : ''}`,
  ].filter(Boolean)
}

/**
 * Where the simulation missed its gates (`bench/validity/README.md`): null reports whose arms differ up to six times in their
 * noise, in per cent, those with any false mark and those with a false verdict. Five seeds hold both; four were not simulated.
 */
const UNEQUAL_NOISE: Readonly<Record<number, { marks: string; verdicts: string }>> = {
  2: { marks: '22 ± 4', verdicts: '8 ± 3' },
  3: { marks: '9 ± 3', verdicts: '3 ± 1' },
}

function falseMarks(seeds: number): string {
  const missed = UNEQUAL_NOISE[seeds]
  return missed === undefined
    ? ''
    : `Where runs of some arms vary more than those of others, ${sentenceNumber(seeds).toLowerCase()} seeds are too few to tell: of simulated reports without any effect, with arms that differ so by up to six times, ${missed.marks} % had a false mark somewhere and ${missed.verdicts} % a false verdict; at most 5 % are wanted. Five seeds held both.`
}

/** Of how many arms the largest gain was picked; 0 where none is clear. */
function amongArms({ comparisons, arms }: Pick<MeasuredReport, 'comparisons' | 'arms'>): number {
  const own = comparisons.filter(
    ({ arm, difference }) =>
      difference?.doubts.length === 0 && arms.find(({ name }) => name === arm)?.replicateOf === null,
  )
  return own.some(({ difference }) => difference!.clear && difference!.value > 0) ? own.length : 0
}

const sentenceNumber = (value: number) => ['Zero', 'One', 'Two', 'Three', 'Four'][value] ?? String(value)

/** Raw text that several languages share line by line is a signal that monolingual text does not give. */
function pairedText(input: ReportInput): string {
  const parallel = Object.values(input.tasks).filter(
    (task) =>
      kinds[task.kind].stream &&
      input.data.some((each) => each.task === task.id && each.split === 'train') &&
      isParallel(task.options),
  )
  return parallel.length === 0
    ? ''
    : `Parallel text was used: ${listed(parallel.map((task) => task.title))} puts translations of the same text before the encoder, a help that published zero-shot results do without.`
}

/** Text formats name with `pairs` or `compose` what stands beside a text, and `none` or `alone` where nothing does. */
const isParallel = ({ pairs = 'none', compose = 'alone' }: Readonly<Record<string, unknown>>) =>
  pairs !== 'none' || compose !== 'alone'

/** What a training task and a target have in common, from the catalogue. */
function overlaps(input: ReportInput, used: ReadonlySet<string>): string[] {
  const told = new Map<string, string>()
  for (const id of used)
    for (const [other, what] of Object.entries(input.tasks[id]?.overlaps ?? {}))
      if (used.has(other)) {
        const both = [id, other].sort().join()
        if (!told.has(both)) told.set(both, `${id} and ${other} overlap: ${what.replace(/\.$/, '')}.`)
      }
  return [...told.values()]
}
