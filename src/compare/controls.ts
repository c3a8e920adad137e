/** Languages that stand beside the others and in no mean: those that targets are trained in. */
export const CONTROLS: readonly string[] = ['en']

/** Languages that a mean is over: all but the controls, or all where there is nothing else. */
export function averagedOf(
  languages: readonly string[],
  controls: readonly string[] = CONTROLS,
): readonly string[] {
  const others = languages.filter((language) => !controls.includes(language))
  return others.length === 0 ? languages : others
}
