import type { z } from 'zod'
import type { Label, Mode } from '../bundle/claims.ts'
import type { Stance } from '../bundle/synthesis.ts'

export const STANCES: Readonly<Record<Stance, string>> = {
  yes: 'in favour',
  no: 'against',
  mixed: 'mixed',
  unclear: 'unclear',
  'no-evidence-found': 'no evidence found',
}

export const MODES: Readonly<Record<z.infer<typeof Mode>, string>> = {
  checks: 'rules without a language model',
  nli: 'an inference model trained by Polyvia, which rules can overrule',
  llm: 'a language model, which rules can overrule',
}

export const LABELS: Readonly<Record<Label, string>> = {
  supported: 'supported',
  contradicted: 'contradicted',
  insufficient: 'undecided',
}

/** `3 works`, `1 work`, `no works`. */
export function plural(value: number, noun: string, nouns = `${noun}s`): string {
  const count = value === 0 ? 'no' : value.toLocaleString('en-US')
  return `${count} ${value === 1 ? noun : nouns}`
}

/** `1 work was`, `3 works were`, `no works were`. */
export const were = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${plural(value, noun, nouns)} ${value === 1 ? 'was' : 'were'}`

/** `14 March 2026`. */
export const day = (iso: string): string =>
  new Date(iso).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })

/** With a capital at the beginning. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** A sentence with something in brackets before its full stop. */
export const withNote = (text: string, note: string): string => `${text.replace(/\.$/, '')} (${note}).`
