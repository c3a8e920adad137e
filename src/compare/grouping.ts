/** One way of taking languages together. */
export interface Grouping {
  /** Such as `morphology`. */
  readonly by: string
  /** Language -> group; languages without one are left out. */
  readonly groupOf: (language: string) => string | null
  /** Ordered columns of the same property: name -> value of a language, null where there is none. */
  readonly columns?: Readonly<Record<string, (language: string) => number | null>>
}

/** Groups in the order of their names, which numbers them where names hold numbers. */
export function groupLanguages(languages: readonly string[], { groupOf }: Grouping) {
  const groups = new Map<string, string[]>()
  const leftOut: string[] = []
  for (const language of languages) {
    const group = groupOf(language)
    if (group === null) leftOut.push(language)
    else groups.set(group, [...(groups.get(group) ?? []), language])
  }
  return {
    groups: [...groups]
      .map(([group, members]) => ({ group, languages: members }))
      .sort((a, b) => a.group.localeCompare(b.group, 'en', { numeric: true })),
    leftOut,
  }
}
