export { type DownloadEvent, type Downloaded, download } from './download.ts'
export { NoSpaceError } from './errors.ts'
export { Exchange } from './exchange.ts'
export { getJson, PATIENCE, type Patience } from './get.ts'
export type { HostRule } from './hosts.ts'
export {
  type Http,
  type HttpOptions,
  type HttpRequest,
  type HttpResponse,
  openHttp,
  problemOf,
} from './http.ts'
export { Problem, sourceError } from './problem.ts'
export { RequestProblem } from './request-problem.ts'
