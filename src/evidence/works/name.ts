import type { Work } from '../bundle/works.ts'

/** "Phang et al. (2020)", "Smith and Jones (2021)"; a work without authors goes by its title. */
export function nameOf({
  authors,
  year,
  title,
  id,
}: Pick<Work, 'authors' | 'year' | 'title' | 'id'>): string {
  const families = authors.map(({ family }) => family.trim()).filter((family) => family !== '')
  const [first, second] = families
  if (first === undefined)
    return title === null ? `the authors of ${id}` : `the authors of "${title.replace(/[.\s]+$/, '')}"`
  const names =
    second === undefined ? first : families.length === 2 ? `${first} and ${second}` : `${first} et al.`
  return year === null ? names : `${names} (${year})`
}
