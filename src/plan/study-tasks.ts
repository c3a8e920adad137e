import { task as catalogueTask, type TaskEntry, translatedTask } from '#catalog'
import { TranslationError, TranslationLanguagesError } from './errors.ts'

/** The tasks that a study names: its own, and those of the catalogue. */
export interface StudyTasks {
  of(id: string): TaskEntry
  /** The task as machine-translated into these languages. */
  translated(id: string, languages: readonly string[] | undefined): TaskEntry
  /** All that were asked for. */
  used(): Record<string, TaskEntry>
}

export function newStudyTasks(own: readonly TaskEntry[]): StudyTasks {
  const ownById = new Map(own.map((entry) => [entry.id, entry]))
  const used = new Map<string, TaskEntry>()
  const of = (id: string) => {
    const entry = used.get(id) ?? ownById.get(id) ?? catalogueTask(id)
    used.set(id, entry)
    return entry
  }
  return {
    of,
    translated(id, languages = []) {
      const entry = translatedTask(of(id), languages)
      if (entry === null) throw new TranslationError(id, of(id).kind)
      if (languages.length === 0) throw new TranslationLanguagesError(id)
      used.set(entry.id, entry)
      return entry
    },
    used: () => Object.fromEntries(used),
  }
}
