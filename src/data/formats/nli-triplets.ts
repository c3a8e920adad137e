import { z } from 'zod'
import { strip } from '#kernel'
import type { PassageRetrievalExample } from '../examples.ts'
import { defineFormat, filesOfRoles, tally } from '../format.ts'
import { ColumnName, rowsOf, TableForm } from '../rows.ts'

interface Hypotheses {
  readonly entailed: Set<string>
  readonly contradicted: Set<string>
}

/**
 * Entailment data as contrastive training: a premise finds a hypothesis that it entails, against one that contradicts it.
 *
 * Pairs of one premise are taken together over all files (roles that begin with `examples`). Each entailed hypothesis
 * makes an example; contradicted ones are dealt out in turn. Premises that lack either are left out and counted.
 * `bothWays`: pairs count in both directions, as in sentence-transformers, examples/training/nli.
 */
export const nliTriplets = defineFormat({
  id: 'nli-triplets',
  makes: 'passages',
  version: 2,
  options: z.strictObject({
    ...TableForm,
    columns: z.strictObject({ premise: ColumnName, hypothesis: ColumnName, label: ColumnName }),
    entailment: z.string().default('entailment').describe('How the label is written'),
    contradiction: z.string().default('contradiction').describe('How the label is written'),
    bothWays: z.boolean().default(false),
    where: z.record(z.string(), z.string()).default({}).describe('Only rows with these values'),
  }),
  parse(material, { columns, entailment, contradiction, bothWays, where, ...form }) {
    const { skipped, skip } = tally()
    const premises = new Map<string, Hypotheses>()
    const add = (premise: string, hypothesis: string, label: string) => {
      const known = premises.get(premise) ?? { entailed: new Set(), contradicted: new Set() }
      premises.set(premise, known)
      if (label === entailment) known.entailed.add(hypothesis)
      if (label === contradiction) known.contradicted.add(hypothesis)
    }
    for (const file of filesOfRoles(material, 'examples', this.id))
      for (const row of rowsOf(file, form)) {
        if (!Object.entries(where).every(([name, value]) => row.text(name) === value)) continue
        const [premise, hypothesis] = [strip(row.text(columns.premise)), strip(row.text(columns.hypothesis))]
        const label = strip(row.text(columns.label))
        // MultiNLI and SNLI have some empty hypotheses.
        if (premise === '' || hypothesis === '') {
          skip('pair with an empty text')
          continue
        }
        add(premise, hypothesis, label)
        if (bothWays) add(hypothesis, premise, label)
      }
    const examples: PassageRetrievalExample[] = []
    let number = 0
    for (const [premise, { entailed, contradicted }] of premises) {
      const key = String(number++)
      const negatives = [...contradicted].filter((each) => !entailed.has(each))
      if (entailed.size === 0 || negatives.length === 0) {
        skip('premise without both an entailed and a contradicted hypothesis')
        continue
      }
      for (const [at, text] of [...entailed].entries())
        examples.push({
          id: `${key}.${at}`,
          text: premise,
          keys: [key],
          passages: [{ text }, { text: negatives[at % negatives.length]! }],
        })
    }
    return { examples, gold: true, skipped }
  },
})
