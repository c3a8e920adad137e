/** Whether a sentence is whole: it ends as sentences do, and not in dots that leave something out. */
export function isWhole(text: string): boolean {
  const end = text.trimEnd()
  return /[.!?。！？।؟։]["'”’»)\]]*$/u.test(end) && !/(?:\.\.\.|…)["'”’»)\]]*$/u.test(end)
}
