/**
 * What a table itself holds under a name that came from outside. `table[name]` would also give what every object has,
 * such as `constructor` and `toString`.
 */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
