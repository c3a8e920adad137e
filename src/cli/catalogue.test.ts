import { stripVTControlCharacters } from 'node:util'
import { type CommandDef, runCommand } from 'citty'
import { describe, expect, test, vi } from 'vitest'
import { languages, models, tasks } from '#catalog'
import languagesCommand from './commands/languages.ts'
import modelsCommand from './commands/models.ts'
import tasksCommand from './commands/tasks.ts'
import { describeTask } from './describe-task.ts'
import { reportError } from './report-error.ts'

/** What a command prints, errors among it, without colours. */
async function printed(command: unknown, ...rawArgs: string[]): Promise<string> {
  let text = ''
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((part) => {
      text += String(part)
      return true
    })
  exitCode = await runCommand(command as CommandDef, { rawArgs }).then(({ result }) => result, reportError)
  vi.restoreAllMocks()
  return stripVTControlCharacters(text)
}

let exitCode: unknown

const tooLong = (text: string) => text.split('\n').filter((line) => [...line].length > 100)

describe('lists', () => {
  test.each([
    ['tasks', tasksCommand, tasks().map(({ id }) => id)],
    ['languages', languagesCommand, languages().map(({ code }) => code)],
    ['models', modelsCommand, models().map(({ id }) => id)],
  ] as const)('%s has every entry once, at 100 columns, and all fields as JSON', async (_, command, ids) => {
    const text = await printed(command)
    expect(tooLong(text)).toEqual([])
    const first = text
      .split('\n')
      .flatMap((line) => (line.startsWith('│') ? [line.split('│')[1]!.trim()] : []))
    for (const id of ids)
      expect(
        first.filter((cell) => cell === id || cell.startsWith(`${id} (`)),
        id,
      ).toHaveLength(1)
    const json = JSON.parse(await printed(command, '--json')) as {
      id?: string
      code?: string
    }[]
    expect(json.map(({ id, code }) => id ?? code)).toEqual(ids)
  })
})

describe('one entry', () => {
  test('says of a task what a person needs to know before using it', async () => {
    const text = await printed(tasksCommand, 'xcopa')
    for (const part of [
      'XCOPA (xcopa)',
      'siqa',
      'GitHub cambridgeltl/xcopa at e2e9d7f',
      '500 each',
      'CC BY 4.0',
      'chance in ht',
    ])
      expect(text.replaceAll(/\s+/g, ' ')).toContain(part)
  })

  test.each(tasks().map((entry) => [entry.id, entry] as const))('%s fits 100 columns', (_, entry) => {
    // Addresses stay whole.
    expect(tooLong(describeTask(entry)).filter((line) => !line.includes('http'))).toEqual([])
  })

  test('of a language gives groups and typology, of a model its layer', async () => {
    expect(await printed(languagesCommand, 'tr')).toContain('lexical-diversity: high')
    expect(await printed(modelsCommand, 'xlm-roberta-large')).toContain('layer 14, mean')
  })

  test('that there is not is an error with the nearest, and exit code 2', async () => {
    expect(await printed(modelsCommand, 'xlm-r')).toContain('"xlm-roberta-base"')
    expect(exitCode).toBe(2)
  })
})
