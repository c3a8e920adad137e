import type { Claim } from '../bundle/claims.ts'

type Direction = Claim['slots']['direction']

/** Openers that say who found it or how, not what it is about. */
const OPENING =
  /^(?:(?:however|moreover|furthermore|in addition|additionally|finally|overall|surprisingly|interestingly|notably|importantly|in particular|specifically|also|further|thus|therefore|hence|first|second|third|lastly|in general|in contrast|in this (?:paper|work|study)|to our knowledge|as a result|consequently|crucially|remarkably|in fact|indeed|for example|for instance|on the other hand|meanwhile|again|especially|recently|unfortunately|typically|generally|empirically|experimentally|instead|in summary|in conclusion|but|and|yet|while|although|though)\b,?\s+)+/i
const REPORT =
  /^(?:(?:(?:an? |the |our |their |its |these |this |all |error |both |extensive |empirical |experimental |automatic |human |further |in-depth |detailed |quantitative |qualitative |comprehensive |thorough |main |preliminary )*(?:results?|experiments?|evaluations?|findings?|analys[ei]s|evidence|study|studies|paper|work|authors|ablations?|comparisons?)|we|\p{Lu}[\p{L}'’-]+(?: et al| and \p{Lu}[\p{L}'’-]+))\b[^,.;]{0,160}?\b(?:show|shows|showed|shown|demonstrate|demonstrates|demonstrated|indicate|indicates|reveal|reveals|revealed|suggest|suggests|confirm|confirms|find|finds|found|observe|observes|observed|conclude|concludes|see|sees|report|reports|prove|proves|hypothesi[sz]es?|argues?|verify|verifies)\b(?:\s(?:also|further|clearly|empirically))?\s+(?:that|how)\s+|it (?:is|has been|was) (?:shown|found|observed) that\s+)/iu

const BETTER_VERB =
  /\b(?:(?:significantly|consistently|substantially|clearly|greatly|even|also|further|considerably|dramatically|markedly|strongly|largely|slightly|notably)\s)*(?:outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|beats?|outdo(?:es)?|improv(?:es?|ed|ing) (?:up)?on|improv(?:es?|ed|ing) over)\b/i
const WORSE_VERB =
  /\b(?:underperform(?:s|ed|ing)?|lags? behind|lagging behind|falls? (?:short of|behind)|fell (?:short of|behind)|trails?)\b/i
const EQUAL =
  /\b(?:(?:comparable|similar|competitive|equal|equivalent|identical)(?:\s\w+){0,3}? (?:to|with)|on par with|matche[sd]|no (?:significant )?difference(?:s)?(?: between| from)?|as (?:well|good|accurate|effective) as|performs? (?:comparably|similarly|equally|on par|competitively))\b/i
const THAN =
  /\b(?:than|compared (?:to|with|against)|in comparison (?:to|with)|relative to|as opposed to|versus|vs\.?|(?:improvements?|gains?|increases?|boosts?|points?|%|better|advantage|superiority|reduction)\s(?:\w+\s){0,3}?(?:over|against)|over (?=(?:the |a |an |existing |previous |prior |strong |several |all |other |state)?[\w-]* ?(?:baselines?|state|previous|models?|methods?|systems?|approaches)))\s?/i

const VERB =
  /\b(?:(?:is|are|was|were|has|have|had|does|do|did|can|could|may|might|will|would|should|cannot|yields?|yielded|improves?|improved|outperforms?|outperformed|achieves?|achieved|attains?|obtains?|obtained|leads?|led|results?\sin|resulted|gives?|gave|provides?|provided|shows?|showed|helps?|helped|hurts?|harms?|degrades?|degraded|reduces?|reduced|increases?|increased|decreases?|decreased|boosts?|boosted|benefits?|benefited|performs?|performed|gains?|gained|profits?|profited|surpass(?:es|ed)?|exceeds?|exceeded|beats?|underperforms?|underperformed|fails?|failed|contains?|consists?|requires?|needs?|produces?|produced|brings?|brought|makes?|made|reaches|reached|sees?|saw|generali[sz]es?|transfers|remains?|worked|allows?|enables?|enabled|captures?|learns?|drops?|dropped|lags?|matches|matched|correlates?|depends?|plays?|affects?|affected|becomes?|suffers?|varies|tends?|ranks?|ranked|significantly|substantially|consistently|dramatically|greatly|further|also|often|only|still|even)\s|outperforms?\b|improves\b)/

const trimmed = (text: string): string =>
  text
    .replace(/^[\s,;:–—-]+|[\s,;:.–—-]+$/gu, '')
    .replace(/^(?:that|how)\s+/i, '')
    .replace(/(?:\s(?:\w+ly|also|often|still|even|only|further))+$/, '')
    .trim()

/** A phrase that names something: not empty, not a pronoun, not half a sentence. */
function phrase(text: string | undefined): string | null {
  if (text === undefined) return null
  const plain = trimmed(text)
  const words = plain.split(/\s+/)
  if ((plain.match(/\(/g)?.length ?? 0) !== (plain.match(/\)/g)?.length ?? 0)) return null
  if (plain === '' || words.length > 18 || /^(?:we|you)\s/i.test(plain)) return null
  if (/\s(?:of|that|which|who|to|and|or|in|on|for|with|by|the|a|from|as|at|than|we|it|they)$/i.test(plain))
    return null
  if (
    /^(?:it|this|they|these|that|those|there|he|she|which|we|i|one|both|some|all|most|here|what)$/i.test(
      plain,
    )
  )
    return null
  return plain
}

/** "1)" of a list within the sentence. */
const FIRST = /^\(?(?:[1-9]|i|a)\)\s*/

/** "(Hu et al., 2020)", and the year of "Phang et al. (2020)". */
const CITED = /\s?\((?:[^()]*\b)?(?:19|20)\d\d[a-z]?\)/g
/** Who did it is not what it is about. */
const AUTHORS =
  /^(?:\p{Lu}[\p{L}'’-]+ et al|\p{Lu}[\p{L}'’-]+ and \p{Lu}[\p{L}'’-]+(?= \p{Ll}+ ))\b(?! ?['’])/u

/** Subject and comparator, in the words of the sentence. */
export function sidesOf(text: string): { subject: string | null; comparator: string | null } {
  const plain = text
    .replace(CITED, '')
    .replace(/\bet al\./g, 'et al')
    .trim()
  let rest = plain.replace(OPENING, '').replace(REPORT, '').replace(FIRST, '').replace(OPENING, '')
  // "In a zero-shot setting, X improves": what stands before the comma says where.
  const lead =
    /^(?:in|on|for|with|by|when|using|across|among|under|after|despite|compared|unlike|to|at|through|via|given|since|as|if|because|from|during|based)\b[^,]{1,220},\s+(?=\S)/i.exec(
      rest,
    )
  if (lead !== null) rest = rest.slice(lead[0].length)
  rest = rest.replace(REPORT, '')
  const verb = VERB.exec(rest)
  const subject =
    verb === null || verb.index === 0 || AUTHORS.test(rest) ? null : phrase(rest.slice(0, verb.index))
  return { subject, comparator: comparatorOf(rest) ?? (lead === null ? null : comparatorOf(lead[0])) }
}

function comparatorOf(text: string): string | null {
  const cue = [BETTER_VERB, WORSE_VERB, EQUAL, THAN]
    .map((pattern) => pattern.exec(text))
    .filter((match) => match !== null)
    .sort((a, b) => a.index - b.index)
  for (const match of cue) {
    const after = text.slice(match.index + match[0].length)
    const end =
      /[,;:.](?:\s|$)|\s\(|\s(?:by (?:up to |about |around |an? |more than |\d|[+~])|on (?:the |all |both |a |\d|[A-Z])|in (?:terms|the|all|both|most|zero|few|a|\d|[A-Z])|and (?:achiev|show|obtain|is|are|yield|improv|reduc)|while|when|with(?:out)? |for |across |at |which |that (?:is|are|do|use)|but )/.exec(
        after,
      )
    const found = phrase(end === null ? after : after.slice(0, end.index))
    if (
      found !== null &&
      !/^\d/.test(found) &&
      !/^(?:expected|ever|before|usual|previously thought)$/i.test(found)
    )
      return found
  }
  return null
}

const GOOD_WORDS =
  /\b(?:improv(?:e|es|ed|ing|ements?)|outperform\w*|surpass\w*|exceeds?|exceeded|beats?|benefit(?:s|ed|ing)?|helps?|helped|helpful|beneficial|boost\w*|gains?|(?:perform\w*|work\w*|do|does|is|are|be|been|far|much|even|slightly|\w+ly) better|better (?:than|on|performance|results|accuracy|accuracies|generali[sz]ation|transfer|quality|scores?|representations|translations)|better[.,;]|superior|advantage\w*|best|state[ -]of[ -]the[ -]art|higher (?:accuracy|performance|F1|scores?|quality|recall|precision|BLEU|correlation)|more (?:accurate|effective|robust|efficient|accurately))\b/i
const BAD_WORDS =
  /\b(?:underperform\w*|degrad(?:e|es|ed|ing|ations?)|hurt(?:s|ing)?|harm(?:s|ed|ful|ing)?|worse(?:ns?|ned)?|worst|detrimental|deteriorat\w+|lags? behind|lagging behind|falls? (?:short|behind)|inferior|poorly|poor(?:er)? (?:performance|results)|suffers?|suffer|less (?:accurate|effective|robust)|lower (?:accuracy|performance|F1|scores?|quality|recall|precision|BLEU|correlation))\b/i
const QUALITY =
  'performance|accurac(?:y|ies)|F1|BLEU|scores?|quality|recall|precision|correlation|results?|robustness|generali[sz]ation|mAP|EM|transfer'
const COST =
  'errors?|error rates?|perplexity|WER|CER|TER|cost|costs|time|latency|gap|gaps|bias|biases|memory|parameters|complexity|hallucinations?|overfitting|discrepancy|size|loss|noise|effort|forgetting'
const UP = 'increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|higher|rise|rises|rose'
const DOWN =
  'reduc(?:e|es|ed|ing|tions?)|decreas(?:e|es|ed|ing)|drops?|dropped|lower(?:s|ed|ing)?|declin\\w+|fall|falls|fell|alleviat\\w+|mitigat\\w+'
const near = (verb: string, noun: string): RegExp =>
  new RegExp(
    String.raw`\b(?:${verb})\b(?: \S+){0,5}? (?:${noun})\b|\b(?:${noun})\b(?: (?!by\b)\S+){0,4}? (?:${verb})\b`,
    'i',
  )
const UP_QUALITY = near(UP, QUALITY)
const DOWN_QUALITY = near(DOWN, QUALITY)
const UP_COST = near(UP, COST)
const DOWN_COST = near(DOWN, COST)

/** Subject against comparator: which side is better. null where nothing says, or both are said. */
export function directionOf(text: string): Direction {
  const plain = text
    .replace(/\bnot only\b/gi, '')
    .replace(/state[ -]of[ -]the[ -]art (?=\w)(?!results?|performance|accuracy|scores?|F1)/gi, '')
  const down = DOWN_COST.test(plain)
  const better = GOOD_WORDS.test(plain) || UP_QUALITY.test(plain) || down
  const worse = BAD_WORDS.test(plain) || (DOWN_QUALITY.test(plain) && !down) || (UP_COST.test(plain) && !down)
  if (better && worse) return null
  if (better) return 'better'
  if (worse) return 'worse'
  return EQUAL.test(plain) ? 'equal' : null
}
