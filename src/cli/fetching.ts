import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { models, namedModel } from '#catalog'
import {
  CODELOAD,
  type FetchContext,
  type FetchedModel,
  fetchModel,
  hubFromEnvironment,
  SourceUnknownError,
  USUAL_MODEL_FILES,
} from '#data'
import { packageIndexes } from '#engine'
import { cacheFolder, dataFolders } from './context.ts'
import { createDownloadView, type DownloadView } from './download-view.ts'
import { errorScreen } from './terminal.ts'

/** The folder that files are put into: `--into`, else the first data folder, else the cache folder. It is made. */
export function intoFolder(into: string | undefined, data: string | undefined): string {
  const folder = into === undefined ? (dataFolders(data)[0] ?? cacheFolder()) : resolve(into)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Fetching with a live view on stderr; close the view before printing. */
export function startFetching(into: string): { readonly context: FetchContext; readonly view: DownloadView } {
  const view = createDownloadView({ stream: errorScreen, isTTY: errorScreen.isTTY })
  return {
    view,
    context: {
      into,
      hub: hubFromEnvironment(),
      codeload: CODELOAD,
      packageIndexes,
      onEvent: (event) => view.handle(event),
    },
  }
}

/** Fetches a model of the catalogue, by its id or hub id, or any other of the hub. */
export async function fetchModelNamed(name: string, context: FetchContext): Promise<FetchedModel> {
  const entry = namedModel(name)
  if (entry === undefined && !/^[\w.-]+\/[\w.-]+$/.test(name))
    throw new SourceUnknownError(`"${name}" is neither a model of the catalogue nor a hub id`, {
      hint: `Models: ${models()
        .map(({ id }) => id)
        .join(', ')}. A hub id looks like owner/name.`,
    })
  return fetchModel(entry ?? { repository: name, files: USUAL_MODEL_FILES }, context)
}
