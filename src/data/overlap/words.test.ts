import { expect, it } from 'vitest'
import { wordsOf } from './words.ts'

// What ICU's dictionaries give is part of what the version of the operation stands for: raise it where this changes.
it.each([
  ['"Don\'t  GO", he said … 3½', ['don', 't', 'go', 'he', 'said', '31', '2']],
  ['Straße ＡＢＣ', ['straße', 'abc']],
  ['می\u200cخواهم', ['میخواهم']],
  ['नमस्ते दुनिया।', ['नमस्ते', 'दुनिया']],
  ['他们在1961年5月离开了北京。', ['他们', '在', '1961', '年', '5', '月', '离开', '了', '北京']],
  ['นักวิจัยพบว่า', ['นัก', 'วิจัย', 'พบ', 'ว่า']],
  ['東京に行きました', ['東京', 'に', '行き', 'ま', 'した']],
  ['한국어 문장', ['한국어', '문장']],
  ['🙂 ...', []],
])('wordsOf %s', (text, words) => {
  expect(wordsOf(text)).toEqual(words)
})
