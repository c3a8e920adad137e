import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { packageRoot } from '#engine'
import { messageOf, PolyviaError, readPlainText } from '#kernel'
import { Keep, type MaterialFolders } from '#plan'
import { metric } from '#score'
import { parseStudy, parseYaml, readRecipe, readStudyText, type Study, YAML_BYTES } from '#study'
import { UsageError } from './usage.ts'

/** What a user may settle once for all commands, in `polyvia.config.yaml` here or in the user's configuration folder. */
const Config = z.strictObject({
  data: z.array(z.string()).default([]).describe('Data folders, searched in order'),
  store: z.string().optional().describe('Folder of artifacts'),
  keep: Keep.optional(),
  llm: z.string().optional().describe('Language model, as --verifier has it'),
})
type Config = z.infer<typeof Config>

class ConfigError extends PolyviaError {
  readonly code = 'CONFIG_INVALID'
  readonly exitCode = 2
}

/** Where fetched data goes when no data folder is named. */
export const cacheFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'polyvia', 'data')

/** Where answers of literature databases and of models about claims are remembered. */
export const literatureFolder = (): string => join(dirname(cacheFolder()), 'literature')

/** Data folders in order of search: `--data`, environment POLYVIA_DATA, configuration files, what was fetched. */
export function dataFolders(given: string | undefined): string[] {
  const named = given === undefined ? [] : given.split(',').map((folder) => resolve(folder))
  for (const folder of named)
    if (!existsSync(folder) || !statSync(folder).isDirectory())
      throw new ConfigError(`Data folder "${folder}" is not there`, {
        hint: 'Give an existing folder with --data.',
        place: { file: folder },
      })
  const fromEnvironment = (process.env.POLYVIA_DATA ?? '').split(delimiter).filter(Boolean)
  const configured = configFiles().flatMap((file) =>
    readConfig(file).data.map((folder) => resolve(dirname(file), folder)),
  )
  const fetched = [cacheFolder()].filter((folder) => existsSync(folder))
  return [
    ...new Set([...named, ...fromEnvironment.map((folder) => resolve(folder)), ...configured, ...fetched]),
  ]
}

/** The store's folder: `--store`, environment POLYVIA_STORE, configuration, `.polyvia` here. */
export function storeFolder(given: string | undefined): string {
  if (given !== undefined) return resolve(given)
  if (process.env.POLYVIA_STORE) return resolve(process.env.POLYVIA_STORE)
  for (const file of configFiles()) {
    const { store } = readConfig(file)
    if (store !== undefined) return resolve(dirname(file), store)
  }
  return resolve('.polyvia')
}

/** What a store keeps of a study that is complete: `--keep`, else configuration; undefined where neither says it. */
export function keepPolicy(given: string | undefined): Keep | undefined {
  if (given === undefined)
    return configFiles()
      .map((file) => readConfig(file).keep)
      .find((keep) => keep !== undefined)
  const parsed = Keep.safeParse(given)
  if (parsed.success) return parsed.data
  throw new UsageError(`--keep is "${given}"`, {
    hint: `Give one of ${Keep.options.join(', ')}.`,
    place: { field: '--keep' },
  })
}

/** The language model that the user has settled on: environment POLYVIA_LLM, else configuration. */
export const configuredLlm = (): string | undefined =>
  process.env.POLYVIA_LLM ||
  configFiles()
    .map((file) => readConfig(file).llm)
    .find((llm) => llm !== undefined)

function configFiles(): string[] {
  const user = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
  return [resolve('polyvia.config.yaml'), join(user, 'polyvia', 'config.yaml')].filter((file) =>
    existsSync(file),
  )
}

function readConfig(file: string): Config {
  try {
    return Config.parse(parseYaml(readPlainText(file, YAML_BYTES)).value ?? {})
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause)
    throw new ConfigError(`Cannot read configuration "${file}":\n${reason}`, {
      hint: 'Allowed are "data" (a list of folders), "store" (a folder), "keep" (all, needed or scores) and "llm" (a language model).',
      place: { file },
      cause,
    })
  }
}

/** A study file opened for work. */
export interface OpenStudy {
  readonly file: string
  /** File name without extension: names the report, never a key. */
  readonly name: string
  readonly text: string
  readonly study: Study
  readonly places: MaterialFolders
}

const shippedStudy = (name: string): string => join(packageRoot(), 'studies', `${name}.yaml`)

/** Whether a name is that of a file, or of a shipped study. */
export const isStudy = (given: string): boolean =>
  existsSync(given) ? statSync(given).isFile() : existsSync(shippedStudy(given))

/** Opens a study named by path, or by name among the shipped studies. */
export function openStudy(given: string, data: string | undefined): OpenStudy {
  const shipped = shippedStudy(given)
  const file = !existsSync(given) && existsSync(shipped) ? shipped : given
  const text = readStudyText(file)
  const study = parseStudy(text, file)
  // Unknown metrics are named now, not after a night's run.
  for (const id of study.measure) metric(id)
  return {
    file,
    name: basename(file).replace(/\.ya?ml$/, ''),
    text,
    study,
    places: {
      data: dataFolders(data),
      models: [dirname(resolve(file)), process.cwd(), ...dataFolders(data), packageRoot()],
    },
  }
}

class RecipeError extends PolyviaError {
  readonly code = 'NO_RECIPE'
  readonly exitCode = 2
}

/** The same study with its model made anew, by the recipe that lies in the model's folder. */
export function fromScratch(opened: OpenStudy): OpenStudy {
  const { study, name, places } = opened
  const folder = places.models
    .map((place) => resolve(place, String(study.model)))
    .find((place) => existsSync(join(place, 'recipe.yaml')))
  if (folder === undefined)
    throw new RecipeError(`Model "${String(study.model)}" of study "${name}" has no recipe.yaml`, {
      hint: 'Only a model that Polyvia made can be made from scratch; leave out --from-scratch.',
    })
  return {
    ...opened,
    name: `${name}-from-scratch`,
    study: { ...study, model: readRecipe(join(folder, 'recipe.yaml')) },
  }
}
