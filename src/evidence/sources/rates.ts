import { type HostRule, type Http, type HttpOptions, openHttp } from '#net'

/** Rates that the hosts document, or less; a rule holds for all hosts below its name together. */
const RATES: Readonly<Record<string, HostRule>> = {
  'arxiv.org': { requests: 1, perMs: 3000, connections: 1, stopOn403: true },
  'api.openalex.org': { requests: 5, perMs: 1000, connections: 2 },
  'api.semanticscholar.org': { requests: 1, perMs: 1100, connections: 1 },
  'api.crossref.org': { requests: 1, perMs: 1000, connections: 1 },
  'api.anthropic.com': { requests: 4, perMs: 1000, connections: 4 },
  'api.openai.com': { requests: 4, perMs: 1000, connections: 4 },
}

/** A client that keeps to the rates of literature databases and of providers of language models. */
export const openLiterature = (options: Omit<HttpOptions, 'rules'>): Http =>
  openHttp({ ...options, rules: RATES })
