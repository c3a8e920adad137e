import { defineCommand } from 'citty'

export default defineCommand({
  meta: {
    name: 'evidence',
    description: 'Review the literature on a question, with claims that can be checked',
  },
  subCommands: {
    review: () => import('./evidence-review.ts').then((module) => module.default),
    claim: () => import('./evidence-claim.ts').then((module) => module.default),
    report: () => import('./evidence-report.ts').then((module) => module.default),
    check: () => import('./evidence-check.ts').then((module) => module.default),
    audit: () => import('./evidence-audit.ts').then((module) => module.default),
    sources: () => import('./evidence-sources.ts').then((module) => module.default),
    design: () => import('./evidence-design.ts').then((module) => module.default),
  },
})
