import { defineCommand } from 'citty'

export default defineCommand({
  meta: { name: 'data', description: 'List, fetch, check, import and translate the data of tasks' },
  subCommands: {
    ls: () => import('./data-ls.ts').then((module) => module.default),
    fetch: () => import('./data-fetch.ts').then((module) => module.default),
    verify: () => import('./data-verify.ts').then((module) => module.default),
    import: () => import('./data-import.ts').then((module) => module.default),
    translate: () => import('./data-translate.ts').then((module) => module.default),
  },
})
