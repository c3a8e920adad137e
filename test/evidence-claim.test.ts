/** `polyvia evidence claim` as its user runs it, on one made-up paper, without a network. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { polyvia } from './support/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'polyvia-claim-'))
afterAll(() => rmSync(folder, { recursive: true }))

writeFileSync(
  join(folder, 'adapters.md'),
  `# Adapters for transfer

## Abstract

We study adapters for transfer between languages. Adapters improve the accuracy of XLM-R on XNLI by 2.3 points.

## Results

Full fine-tuning takes twice the memory of adapters.
`,
)
writeFileSync(
  join(folder, 'other.md'),
  '# Rhymes\n\nAdapters improve the accuracy of rhymes by 4.1 points.\n',
)

async function ask(sentence: string, into: string) {
  const { code, output, errors } = await polyvia(
    [
      'evidence',
      'claim',
      sentence,
      '--papers',
      'adapters.md',
      '--offline',
      '--encoder',
      'none',
      '--into',
      into,
    ],
    folder,
    { XDG_CACHE_HOME: join(folder, 'cache') },
  )
  expect(errors).not.toMatch(/error|failed/)
  expect(code).toBe(0)
  expect(output).toContain('1 records, 1 works')
  return output
}

test('what a file says word for word is for it', async () => {
  const said = await ask('Adapters improve the accuracy of XLM-R on XNLI by 2.3 points.', 'for')
  expect(said).toMatch(/^Yes/)
  expect(said).toMatch(/for: .*Adapters improve the accuracy of XLM-R on XNLI by 2\.3 points/s)
})

test('another number for the same is against it, with both values', async () => {
  const said = await ask('Adapters improve the accuracy of XLM-R on XNLI by 4.1 points.', 'against')
  expect(said).toMatch(/^No/)
  expect(said).toContain('The claim says "4.1", the passage "2.3".')
})

test('what nobody says is open, with what is nearest', async () => {
  const said = await ask('Adapters take half the memory on every language.', 'open')
  expect(said).toMatch(/^(?:Open|No evidence)/)
  expect(said).toContain('Full fine-tuning takes twice the memory of adapters.')
  expect(said).not.toMatch(/for: |against: /)
})
