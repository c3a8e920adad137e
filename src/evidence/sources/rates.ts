import { type HostRules, type Http, type HttpOptions, openHttp } from '#net'
import { SOURCES } from './index.ts'

/** What providers of language models document, or less; a rule holds for all hosts below its name together. */
const PROVIDERS: HostRules = {
  'api.anthropic.com': { requests: 4, perMs: 1000, connections: 4 },
  'api.openai.com': { requests: 4, perMs: 1000, connections: 4 },
}

const ONLINE = SOURCES.filter((source) => source.online)

/** A review asks hundreds of hosts: one that makes it wait is given up earlier than the source of a file. */
const LIMITS = { attempts: 5, mostPauseMs: 120_000, totalMs: 300_000 }

/** A client that keeps to the rates of literature databases and of providers of language models. */
export const openLiterature = (options: Omit<HttpOptions, 'rules' | 'limits'>): Http =>
  openHttp({
    ...options,
    rules: Object.assign({}, PROVIDERS, ...ONLINE.map(({ hosts }) => hosts)),
    limits: LIMITS,
  })
