/** What the statement speaks of; an earlier version or one claim taken back is not the work. */
const WORK = String.raw`(?:(?:this|the|our|my)\s+(?:(?:present|current|whole|entire)\s+)?)?(?:arxiv\s+)?(?:paper|article|manuscript|submission|preprint|pre-print|e-print|eprint|work|version|note|draft|report|document)`
/** From elsewhere than arXiv or the public: a submission taken back, which says nothing about the work. */
const ELSEWHERE = String.raw`(?!\s+from\s+(?!(?:the\s+)?(?:arxiv|archive|public|publication|circulation)\b))`
const ASIDE = String.raw`(?:\s*\([^()]{0,80}\)|\s*,[^,.;]{0,80},)?`
const AGAIN = String.raw`(?!\s+(?:and|then)\s+(?:re-?submitted|replaced))`
const STATEMENTS = [
  `^(?:${WORK}|it)${ASIDE}\\s+(?:(?:has|have|had)\\s+(?:now\\s+|been\\s+|\\w+ly\\s+)*|is\\s+(?:being\\s+|hereby\\s+|now\\s+)*|was\\s+(?:\\w+ly\\s+)?)?(?:withdrawn|retracted)\\b${ELSEWHERE}${AGAIN}`,
  `^(?:withdrawn|retracted)\\b(?!\\s+(?:claims?|results?|samples?|papers?|articles?|works?)\\b)${ELSEWHERE}(?=\\s*(?:$|[.,;:!()[\\]—–-]|by\\b|due\\b|because\\b|since\\b|as\\b|for\\b|owing\\b|in\\s+favou?r\\b|from\\b|on\\b|pending\\b))`,
  `^(?:the\\s+|all\\s+)?(?:authors?|i|we)\\s+(?:(?:has|have|am|are|hereby|would\\s+like\\s+to|wish(?:es)?\\s+to|(?:decided?|chosen?|chose|had|request(?:ed)?|asked?)\\s+to|must|now|\\w+ly)\\s+)*(?:withdraws?|withdrew|withdrawn|withdrawing|retracts?|retracted|retracting)\\s+(?:this|the|our|my)\\s+(?:paper|article|manuscript|submission|preprint|work)\\b${ELSEWHERE}`,
].map((statement) => new RegExp(statement, 'i'))
/** What arXiv or an author sets before it. */
const LABEL = /^(?:arxiv admin note|note|comments?|notice|remark|v\d+)\s*[:,]\s*/i

/** Whether an abstract, or a comment beside it, says that the work itself was taken back. */
export function tellsWithdrawal(text: string | null | undefined): boolean {
  if (text === null || text === undefined || !/withdr|retract/i.test(text)) return false
  const sentences = text.replace(/\s+/g, ' ').split(/(?<=[.;!?])\s+|[[\]*]+|^\s*\(|\)\s*$/)
  return sentences.some((sentence) => {
    const said = sentence.trim().replace(LABEL, '')
    return STATEMENTS.some((statement) => statement.test(said))
  })
}
