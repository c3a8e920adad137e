import { resolve } from 'node:path'
import { type Key, writeFolderWhole } from '#kernel'
import { openArtifact } from './audit.ts'
import { ArtifactDamagedError, ExportTargetError, withDiskFull } from './errors.ts'
import { copyFiles, describeFiles, namesIn, syncTree } from './files.ts'
import type { Layout } from './layout.ts'
import { MANIFEST_FILE } from './manifest.ts'
import type { Trust } from './trust.ts'

/** Copies an artifact, manifest included, into a new folder; what was copied is compared with the manifest. */
export async function exportArtifact(layout: Layout, trust: Trust, key: Key, target: string): Promise<void> {
  const folder = resolve(target)
  const source = await openArtifact(layout, trust, key)
  if ((await namesIn(folder)).length > 0) throw new ExportTargetError(folder)
  try {
    await writeFolderWhole(folder, async (draft) => {
      const { files } = trust.manifest(key)
      await copyFiles(source, draft, [...Object.keys(files), MANIFEST_FILE])
      const { files: copied } = await describeFiles(draft)
      const wrong = Object.keys(files).find((path) => copied[path]?.sha256 !== files[path]!.sha256)
      if (wrong !== undefined)
        throw new ArtifactDamagedError(key, source, `"${wrong}" has another content than was written`)
      await syncTree(draft)
    })
  } catch (thrown) {
    throw withDiskFull(thrown, folder)
  }
}
