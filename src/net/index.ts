export { download } from './download.ts'
export { NoSpaceError } from './errors.ts'
export { Exchange } from './exchange.ts'
export { getDocument, getJson, getPages } from './get.ts'
export type { HostRules } from './hosts.ts'
export {
  type Http,
  type HttpOptions,
  type HttpRequest,
  type HttpResponse,
  openHttp,
  problemOf,
} from './http.ts'
export { LIMITS, type Limits } from './limits.ts'
export { Problem, RequestProblem, sourceError } from './problem.ts'
export type { DownloadEvent, Downloaded } from './wanted.ts'
