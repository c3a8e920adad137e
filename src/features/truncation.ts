/**
 * Lengths of both texts of a pair that share `room` tokens, cut from the longer first.
 *
 * @remarks Same arithmetic as `truncation='longest_first'` of Python tokenizers 0.23.3: where both are cut, each gets
 * half, and the odd token goes to the longer one (the second, when equally long). npm tokenizers 0.23.2 stops reading
 * a text near the maximum length before it compares them, so it may give that one token to the other.
 */
export function longestFirst(first: number, second: number, room: number): [number, number] {
  if (first + second <= room) return [first, second]
  const shorter = Math.min(first, second)
  let kept = shorter
  let longer = shorter > room ? shorter : Math.max(shorter, room - shorter)
  if (kept + longer > room) {
    kept = Math.floor(room / 2)
    longer = kept + (room % 2)
  }
  return first > second ? [longer, kept] : [kept, longer]
}
