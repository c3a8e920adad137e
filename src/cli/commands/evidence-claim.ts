import { defineCommand } from 'citty'
import { review, reviewArguments } from './evidence-review.ts'

export default defineCommand({
  meta: {
    name: 'claim',
    description: 'What sources say to one sentence: quotes for, against, and the nearest',
  },
  args: {
    sentence: { type: 'positional', description: 'The sentence, in quotes', required: true },
    ...reviewArguments,
  },
  run: ({ args }) => review(args.sentence, args, true),
})
