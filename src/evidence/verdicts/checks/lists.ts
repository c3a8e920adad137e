/** A name of up to three words, or a number. */
const ITEM = String.raw`(?:(?<![\p{L}\d])(?=\p{Ll}{0,2}\p{Lu}|\d))[\p{L}\d][\p{L}\d.+%-]*(?<!\.)(?:\s(?:v?\d[\d.]*|\p{Lu}[\p{L}\d+-]*)){0,2}`
const LIST = new RegExp(String.raw`(?:${ITEM},\s+)*${ITEM},?\s+and\s+${ITEM}`, 'gu')
const NUMBER = /^[-+]?\d[\d.,]*%?$/

/** What holds of the whole list may not hold of one of it. */
const TOGETHER =
  /\b(?:combin\w+|together|jointly|joint|between|average[ds]?|mean|sum|total|ensemble\w*|multi-?task|both|overall|or|not|no|never|without|concatenat\w+|mix\w*|versus|vs|only|each|all|interpolat\w+|simultaneous\w*|respectively|train\w*|(?:fine-?)?tun\w+|shar\w+|differ\w*|equal\w*|same|similar\w*|from|compar\w+|annotat\w*|than|as)\b/iu

interface List {
  readonly start: number
  readonly end: number
  readonly items: readonly string[]
  readonly numeric: boolean
}

const AFTER_SUBJECT = /^\s(?:(?:\p{L}+ly|also)\s)?(?:outperform|surpass|exceed|improve)(?:s|ed|d)?\b/u

/** Whether what is said of the list is said of each: "A and B outperform C", "C improves on A and B." */
const isDistributed = (text: string, { start, end }: List): boolean => {
  const outside = `${text.slice(0, start)} ${text.slice(end)}`
  if (/(?<![\p{L}\d-])\d/u.test(outside)) return false
  return start === 0
    ? AFTER_SUBJECT.test(text.slice(end))
    : /\son\s$/u.test(text.slice(0, start)) && /^\s?\.?$/u.test(text.slice(end))
}

function listsIn(text: string): List[] {
  return [...text.matchAll(LIST)].map((match) => {
    const items = match[0].split(/,?\s+and\s+|,\s+/u)
    return {
      start: match.index,
      end: match.index + match[0].length,
      items,
      numeric: items.every((item) => NUMBER.test(item)),
    }
  })
}

const isName = (item: string) => /\p{Lu}|\d/u.test(item.slice(1)) || /^\p{Lu}/u.test(item)

function withItems(text: string, chosen: readonly { list: List; item: string }[]): string {
  return [...chosen]
    .sort((one, other) => other.list.start - one.list.start)
    .reduce((out, { list, item }) => out.slice(0, list.start) + item + out.slice(list.end), text)
    .replace(/,?\s+respectively\b/iu, '')
}

/**
 * What a sentence with lists says of each item: "8.2 and 7.5 points on A and B" gives "8.2 points on A" and "7.5 points on
 * B". Names in a list without numbers are taken one by one as subject of a comparison and at the end after "on", where
 * nothing says that they hold only together.
 */
export function listReadings(text: string): string[] {
  const lists = listsIn(text)
  const numeric = lists.filter((list) => list.numeric)
  const named = lists.filter((list) => !list.numeric && list.items.every(isName))
  if (named.length !== 1) return []
  const names = named[0]!
  if (numeric.length > 0) {
    if (numeric.some((list) => list.items.length !== names.items.length)) return []
    return names.items.map((item, at) =>
      withItems(text, [{ list: names, item }, ...numeric.map((list) => ({ list, item: list.items[at]! }))]),
    )
  }
  if (TOGETHER.test(text) || !isDistributed(text, names)) return []
  return names.items.map((item) => withItems(text, [{ list: names, item }]))
}
