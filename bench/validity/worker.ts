import { measureStudy } from './measure-study.ts'
import { SETTINGS } from './settings.ts'
import { drawStudy } from './world.ts'

export interface Job {
  readonly size: keyof typeof SETTINGS
  readonly setting: number
  readonly study: number
}

process.on('message', ({ size, setting, study }: Job) => {
  const { table, name, world } = SETTINGS[size][setting]!
  process.send!(measureStudy(drawStudy(world, table, name, String(study))))
})
