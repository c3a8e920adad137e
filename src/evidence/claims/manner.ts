import type { Claim } from '../bundle/claims.ts'

const RESULT =
  /\b(?:outperform\w*|improv\w+|achiev\w+|attain\w*|(?<!be )obtain(?:s|ed)?|yield\w*|surpass\w*|exceed\w*|underperform\w*|degrad\w+|hurts?|harms?|benefit\w*|gains?|drops?|los(?:e|es|t|ing)|boost\w*|reach(?:es|ed)?|result(?:s|ed)? in|leads? to|led to|state[ -]of[ -]the[ -]art|we (?:also |further |even |empirically )?(?:find|found|show(?!case)|observe|see|demonstrate|report|conclude|confirm)|(?:results?|experiments?|evaluations?|findings|analys[ei]s|evidence|studies|study|paper|work|we) (?:also |further |clearly |empirically |on [^,]{3,60} |across [^,]{3,60} )?(?:show|shows|showed|shown|demonstrates?|demonstrated|indicates?|reveals?|revealed|suggests?|confirms?|finds?|found)|better than|worse than|higher than|lower than|more \w+ than|fewer \w+ than|comparable (?:to|with|results|performance)|competitive|on par|correlat\w+|perform(?:s|ed)? (?:better|worse|best|well|poorly|comparably|similarly|on par|significantly|competitively)|increas(?:es?|ed|ing)|reduc(?:es?|ed|ing)|decreas(?:es?|ed|ing)|lower(?:s|ed)|significant(?:ly)?|effective(?:ly|ness)?|robust|shows? (?:\w+ ){0,2}(?:better|strong|good|promising|improved|consistent|superior|higher)|enhances?|enhanced|generaliz(?:es|ed)|generalis(?:es|ed)|transfers? (?:well|better|poorly)|helps?|fails? to|outstanding|superior\w*|ranks?|ranked)\b/i
const METHOD =
  /\b(?:(?:we|paper|work|article|study|I|authors?) (?:also |then |further |first |therefore |thus |here |instead |introduce and |present and |will |have |has |\w+ly )*(?:propos\w+|introduc\w+|present\w*|develop\w*|describ\w+|us(?:e|es|ed)|train\w*|fine-?tun\w+|collect\w*|releas\w+|investigat\w+|stud(?:y|ies|ied)|explor\w+|aim\w*|creat\w+|construct\w*|build|built|design\w*|apply|applies|applied|adopt\w*|evaluat\w+|conduct\w*|perform(?:s|ed)?|examin\w+|analy[sz]\w+|compar\w+|consider\w*|address\w*|provid\w+|make|annotat\w+|formulat\w+|test(?:s|ed)?|extend\w*|leverag\w+|employ\w*|offer\w*|tackle\w*|focus\w*|discuss\w*|ask|pose|argue)|(?:is|are|were|was) (?:trained|performed|conducted|fine-tuned|evaluated|collected|annotated|initiali[sz]ed|pre-?trained|based on|built|designed))\b/i
const FINDING =
  /\b(?:perform(?:s|ed)? (?:better|best|worse|well|comparably|on par)|find|found|show|shows|showed|observe|demonstrates?|outperform\w*|reveals?|achiev\w+|indicates?|yield\w*|improv(?:es|ed|ing|ements?)|gains?|surpass\w*|state[ -]of[ -]the[ -]art)\b/i
const STUDIED =
  /\b(?:we|paper|work|article|study) (?:also |further |then |\w+ly )*(?:investigat\w+|stud(?:y|ies|ied)|explor\w+|examin\w+|ask|aim\w*|analy[sz]e)\b/i

/** What is said of the field before the work speaks of itself. */
const BACKGROUND =
  /^(?:(?:despite|while|although|though|unlike)[^,]*, )?(?:\w+ly,? )?(?:many |most |some |several |the )?(?:existing|previous|prior|current|recent|traditional|conventional|standard|most|earlier|other)\b (?:\S+ ){0,3}?(?:approach\w*|methods?|models?|works?|systems?|studies|research|techniques|efforts|advances|datasets|benchmarks)\b|\b(?:one of the most|in recent years|in the past few years|widely|popular|commonly|traditionally|(?:have|has) (?:\w+ly )?(?:shown|demonstrated|achieved|become|been|gained|attracted|garnered|led|brought|proven|emerged))\b|^(?:recently|typically|usually|traditionally|generally),? /i
const OWN =
  /\b(?:we|our|us|I|this (?:paper|work|study|article)|experiments?|experimental|evaluations?|proposed|results)\b/i

/** A sentence of both kinds is a result; asking is a method, whatever is asked. */
export function kindOf(text: string): Claim['kind'] {
  if (STUDIED.test(text) && !/\b(?:find|found|show|showed|shows|observe|reveals?)\b|, but /i.test(text))
    return 'method'
  if (METHOD.test(text)) return FINDING.test(text) && !isOffer(text) ? 'result' : 'method'
  if (BACKGROUND.test(text) && !OWN.test(text)) return 'definition'
  return RESULT.test(text) ? 'result' : 'definition'
}

/** "We propose a method for improving ..." says what it is for, not what came out. */
const isOffer = (text: string): boolean =>
  /\b(?:we|paper|work|article|study) (?:\w+ )?(?:propos|introduc|present|develop|describ|design|discuss|argue|focus)\w*/i.test(
    text,
  ) &&
  !/\b(?:which|that|and|,) (?:significantly |consistently |substantially |also |it |we |our \w+ )*(?:outperform\w*|improves|achiev(?:es|ed|ing)|yields|surpass\w*|find|show(?:s|ed)?|demonstrates?|obtains?|reveals?|observe)|(?:show|demonstrat|find|observ|achiev|outperform|yield)ing\b/i.test(
    text,
  )

const HEDGE =
  /\b(?:may(?! \d)|might|could|suggest(?:s|ed|ing)?|appear(?:s|ed)? (?:to|that)|seem(?:s|ed|ingly)?|likely|unlikely|possibly|potentially|perhaps|presumably|probably|tend(?:s|ed)? to|hypothesi[sz]e[sd]?|conjecture[sd]?|believe[sd]?|speculate[sd]?|it is possible|to some extent|arguably)\b/i

/** may, suggests, appears ... */
export const isHedged = (text: string): boolean => HEDGE.test(text)

const SAYS =
  '(?:show(?:s|ed|n)?|f(?:ind|inds|ound)|demonstrate[sd]?|report(?:s|ed)?|observe[sd]?|argue[sd]?|suggest(?:s|ed)?|propose[sd]?|conclude[sd]?|claim(?:s|ed)?|note[sd]?|prove[nd]?|establish(?:es|ed)?|reveal(?:s|ed)?|indicate[sd]?|introduce[sd]?|investigate[sd]?|achieve[sd]?)'
const ATTRIBUTIONS: readonly RegExp[] = [
  new RegExp(
    String.raw`\bet al\.?(?:['’]s)?(?: work| study)?(?: [([](?:19|20)\d\d[a-z]?[)\]])?,? (?:\w+ly |have |also |first |recently )*${SAYS}\b`,
    'u',
  ),
  new RegExp(
    String.raw`\p{Lu}[\p{L}-]+(?: and \p{Lu}[\p{L}-]+)? \((?:19|20)\d\d[a-z]?\) (?:\w+ly |have |also |first |recently )*${SAYS}\b`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:previous|prior|earlier|past|recent|existing|related|concurrent|several|other|many|some) (?:\w+ )?(?:work|works|study|studies|research|results|literature|papers|findings|authors|researchers|efforts|experiments)(?: \w+){0,4}? (?:has |have |had |also |\w+ly )*${SAYS}\b`,
    'i',
  ),
  /\b(?:has|have|had) (?:been|recently been|also been|previously been|long been|proven|\w+ly been) ?(?:\w+ly )?(?:shown|demonstrated|reported|found|observed|argued|proven|proved|suggested|claimed|to be)\b/i,
  /^(?:\w+,? )?(?:according to|following) (?:\p{Lu}|previous|prior|recent)/iu,
  /\b(?:it is|it's|it was|are|is) (?:well[ -])?(?:known|widely believed|commonly believed|commonly assumed)\b/i,
  /\bin (?:previous|prior|earlier|their|recent) (?:work|study|studies|research)\b.*\b(?:show|found|report)/i,
]

/** Tells what another work found: "X et al. showed", "prior work has shown", "it is well known". */
export const isAttributed = (text: string): boolean =>
  ATTRIBUTIONS.some((pattern) => pattern.test(text)) &&
  !/\b(?:in contrast to|contrary to|unlike|while|although|though|whereas)\b[^,]*,[^.]*\b(?:we|our)\b/i.test(
    text,
  )

const NOT =
  /\b(?:not(?! only\b| just\b| merely\b| necessarily better\b)|n['’]t|cannot|never|no(?! longer\b| matter\b)|neither|nor|none|fail(?:s|ed|ing)? to|unable to|lacks|lacked|little (?:to no |or no )?(?:benefit|improvement|gain|effect|impact|difference|evidence)|hardly|rarely|without (?:any )?(?:improv|benefit|gain)\w*)\b|n['’]t\b/i
/** What stands in a clause that only says which one, or under what condition. */
const ASIDE =
  /(?<!\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|may|might|would|should)\s(?:\w+ly\s)?)\bnot (?:\w+ly )?(?:\w+ed|seen|known|shown)\b|\b(?:which|who|whose|where|(?<!\b(?:show|find|found|observe|demonstrate|suggest|reveal|indicate|report|confirm|conclude|prove|argue|claim|see|note|believe|know|state|say|evidence|so|such)\w{0,4}\s)that)\s(?:\w+\s){0,2}?(?:do|does|did|is|are|was|were|has|have|had|can|could)(?: not|n['’]t)\b(?:[^,.;]*)|\bwhether or not\b|\bif not\b|\bwhen (?:\w+ ){1,4}(?:is|are) not\b[^,.;]*|\b(?:even )?(?:if|when|although|though|while|despite|whereas|unlike|without)\b[^,.;]*,|,? (?:although|though|despite|even (?:when|though|if)|without)\b[^,.;]*|\b(?:with|requires?|requiring|using|has|have|having|needs?|needing|uses?|in the absence of|for which) no\b|\bno (?:additional|extra|labell?ed|parallel|annotated|training|explicit|prior|previous|other)\b/gi

const LATER = /[,;]\s(?:but|whereas|while|however|yet)\s/i

/** negative: the main clause says that something is not so. */
export function polarityOf(text: string): Claim['polarity'] {
  const main = text.replace(ASIDE, ' ')
  // "We try X, but it does not help": what was done is no statement to be denied.
  const [first = ''] = main.split(LATER)
  return NOT.test(METHOD.test(first) ? main : first) ? 'negative' : 'positive'
}
