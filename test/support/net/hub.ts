import { createHash } from 'node:crypto'
import { sha256 } from '#kernel'
import { answer, serve, type TestServer } from './server.ts'

/** Hash that git has of a file. */
export const gitOid = (content: Buffer) =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')

export interface TestRepository {
  readonly kind: 'datasets' | 'models'
  readonly name: string
  /** Commits, the newest last; each with its files. */
  readonly commits: readonly { readonly sha: string; readonly files: Readonly<Record<string, Buffer>> }[]
}

/** Serves a repository as the hub documents it. Files of more than 100 bytes are large (LFS). Two entries a page. */
export function serveRepository(server: TestServer, { kind, name, commits }: TestRepository): void {
  const newest = commits.at(-1)!.sha
  for (const revision of ['main', 'refs%2Fconvert%2Fparquet', newest])
    server.routes.set(
      `/api/${kind}/${name}/revision/${revision}`,
      answer(200, { 'content-type': 'application/json' }, JSON.stringify({ id: name, sha: newest })),
    )
  for (const { sha, files } of commits) {
    const tree = [
      { type: 'directory', oid: 'd'.repeat(40), size: 0, path: 'data' },
      ...Object.entries(files).map(([path, content]) =>
        content.length > 100
          ? {
              type: 'file',
              oid: 'e'.repeat(40),
              size: content.length,
              path,
              lfs: { oid: sha256(content), size: content.length, pointerSize: 130 },
            }
          : { type: 'file', oid: gitOid(content), size: content.length, path },
      ),
    ]
    const place = `/api/${kind}/${name}/tree/${sha}?recursive=true`
    for (let at = 0; at < tree.length; at += 2) {
      const next =
        at + 2 < tree.length ? { link: `<${server.url}${place}&cursor=${at + 2}>; rel="next"` } : {}
      server.routes.set(
        at === 0 ? place : `${place}&cursor=${at}`,
        answer(200, { 'content-type': 'application/json', ...next }, JSON.stringify(tree.slice(at, at + 2))),
      )
    }
    for (const [path, content] of Object.entries(files)) {
      const resolve = `/${kind === 'datasets' ? 'datasets/' : ''}${name}/resolve/${sha}/${path}`
      if (content.length <= 100) server.routes.set(resolve, serve(content, { etag: `"${gitOid(content)}"` }))
      else {
        server.routes.set(resolve, answer(302, { location: `/cdn/${sha256(content)}` }))
        server.routes.set(`/cdn/${sha256(content)}`, serve(content, { etag: `"${sha256(content)}"` }))
      }
    }
  }
}
