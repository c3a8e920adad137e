import { describe, expect, it } from 'vitest'
import { splitWords, strip } from './python-text.ts'

// Python 3.11: [c for c in map(chr, range(0x110000)) if c.isspace()]
const PYTHON_SPACES = [
  ...[9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760],
  ...[8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201, 8202, 8232, 8233, 8239, 8287, 12288],
].map((code) => String.fromCodePoint(code))

describe('strip', () => {
  it.each(PYTHON_SPACES)('takes U+%s off both ends, and splits words at it', (space) => {
    expect(strip(`${space}${space}a${space}b${space}`)).toBe(`a${space}b`)
    expect(splitWords(`a${space}b`)).toEqual(['a', 'b'])
  })

  it('keeps what JavaScript takes for white space and Python does not', () => {
    expect(strip('\ufeffa\ufeff')).toBe('\ufeffa\ufeff')
  })

  it('leaves nothing of white space alone', () => {
    expect(strip(PYTHON_SPACES.join(''))).toBe('')
  })
})
