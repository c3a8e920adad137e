import { listed } from '#kernel'
import type { Claim, Verdict } from '../bundle/claims.ts'
import type { Protocol } from '../bundle/protocol.ts'
import type { Synthesis } from '../bundle/synthesis.ts'
import type { Work } from '../bundle/works.ts'
import { answerTo } from './answer.ts'
import { contradictionsAmong } from './contradictions.ts'
import { effectsOf, pooledOf } from './effects.ts'
import { weigh } from './weighed.ts'

/**
 * The answer of a review: to the whole question and to each part of it, from claims alone. The whole question
 * is answered by claims that speak of what is done and of all that distinguishes the question, together; else no
 * evidence was found. For a part, claims on it count for or against where they speak of what is
 * done, too (the first intervention that the question names). Retracted
 * works answer nothing. The order of works, claims and verdicts does not matter.
 */
export function synthesize(
  protocol: Protocol,
  works: readonly Work[],
  claims: readonly Claim[],
  verdicts: readonly Verdict[],
): Synthesis {
  const weighed = weigh(works, claims, verdicts)
  const whole = protocol.facets.map(({ id }) => id)
  const done = protocol.facets.filter(({ role }) => role === 'intervention')
  const main = done[0]
  const decisive = protocol.facets.filter((facet) => facet.distinguishing || done.includes(facet))
  const asked = decisive.length > 0 ? decisive : protocol.facets
  const effects = effectsOf(weighed.stated, works)
  return {
    answer: answerTo(
      {
        label: together(asked.map(({ label }) => label)),
        facets: asked.map(({ id }) => id),
        beside: [],
        from: (done.length > 0 ? done : asked).map(({ id }) => id),
        whole,
      },
      protocol,
      works,
      weighed,
    ),
    facets: protocol.facets.map((facet) => {
      const beside = main === undefined || facet === main ? [] : [main]
      const from = [main === undefined || done.includes(facet) ? facet.id : main.id]
      return {
        facet: facet.id,
        ...answerTo(
          { label: facet.label, facets: [facet.id], beside, from, whole },
          protocol,
          works,
          weighed,
        ),
      }
    }),
    contradictions: contradictionsAmong(weighed.stated, works),
    effects,
    pooled: pooledOf(effects, weighed.stated),
  }
}

/** Parts that a claim must speak of at once. */
const together = (labels: readonly string[]): string =>
  labels.length < 2 ? listed(labels) : `${listed(labels)} together`
