import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '..', 'src')

/** What the doors of `rooms` give out, by name: where each thing of that name is declared. */
function namesOfDoors(rooms: readonly string[]): Map<string, Set<string>> {
  const doors = rooms.map((room) => join(SRC, room, 'index.ts'))
  const program = ts.createProgram(doors, {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    noLib: true,
    types: [],
  })
  const checker = program.getTypeChecker()
  const names = new Map<string, Set<string>>()
  for (const door of doors)
    for (const given of checker.getExportsOfModule(
      checker.getSymbolAtLocation(program.getSourceFile(door)!)!,
    )) {
      const thing = given.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(given) : given
      const at = thing.declarations![0]!.getSourceFile().fileName.slice(SRC.length + 1)
      names.set(given.name, (names.get(given.name) ?? new Set()).add(at))
    }
  return names
}

test('a word that two rooms give out is one thing', () => {
  const rooms = readdirSync(SRC).filter((room) => room !== 'cli')
  const names = namesOfDoors(rooms)
  expect(names.size).toBeGreaterThan(200)
  expect([...names].filter(([, places]) => places.size > 1)).toEqual([])
})
