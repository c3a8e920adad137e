/** Levels of headings, and how many of the counters above 3 they have. */
export const SECTION_LEVELS: Readonly<Record<string, number>> = {
  part: 1,
  chapter: 2,
  section: 3,
  subsection: 4,
  subsubsection: 5,
  paragraph: 6,
  subparagraph: 7,
}

/** Commands whose arguments set no text: how many follow in braces. */
export const DROPPED: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'vspace:1 hspace:1 includegraphics:1 bibliographystyle:1 bibliography:1 addbibresource:1 usepackage:1 ' +
    'RequirePackage:1 documentclass:1 setlength:2 addtolength:2 setcounter:2 addtocounter:2 definecolor:3 color:1 ' +
    'textcolor:1 colorbox:1 fcolorbox:2 fontsize:2 thispagestyle:1 pagestyle:1 resizebox:2 scalebox:1 raisebox:1 rule:2 ' +
    'hypersetup:1 phantom:1 vphantom:1 hphantom:1 newcolumntype:1 arrayrulecolor:1 rowcolor:1 cellcolor:1 columncolor:1 ' +
    'cmidrule:1 cline:1 specialrule:3 graphicspath:1 newtheorem:2 theoremstyle:1 tikzset:1 pgfplotsset:1 todo:1 nocite:1 ' +
    'markboth:2 markright:1 index:1 bibitem:1 includepdf:1 captionsetup:1 lstset:1 hyphenation:1 author:1 affil:1 ' +
    'affiliation:1 email:1 institute:1 address:1 date:1 thanks:1 orcid:1 icmltitlerunning:1 titlerunning:1 ' +
    'authorrunning:1 keywords:1 ccsdesc:1 acmConference:4 acmDOI:1 acmISBN:1 acmYear:1 copyrightyear:1 setcopyright:1 ' +
    'pdfinfo:1 selectlanguage:1 sisetup:1 DeclareUnicodeCharacter:2 enlargethispage:1 pdfoutput:1 color:1 rotatebox:1 ' +
    'parbox:1 hskip:0 vskip:0 linespread:1 renewcommand:2 newcommand:2 input:1 include:1 newlength:1 newcounter:1 ' +
    'stepcounter:1 refstepcounter:1 crefname:3 Crefname:3 lstinputlisting:1 inputminted:2 graphicspath:1 stackengine:0 ' +
    'tablefootnote:1 footnotemark:0 title:1 icmltitle:1 runningtitle:1 shorttitle:1 maketitlesupplementary:0 item:0'
  )
    .split(' ')
    .map((entry) => {
      const [name, count] = entry.split(':')
      return [name, Number(count)]
    }),
)

/** Arguments in braces after \begin{...} of environments whose text is kept. */
export const ENVIRONMENT_ARGUMENTS: Readonly<Record<string, number>> = {
  minipage: 1,
  multicols: 1,
  adjustbox: 1,
  wrapfigure: 2,
  wraptable: 2,
  spacing: 1,
  adjustwidth: 2,
  subfigure: 1,
  subtable: 1,
  floatrow: 0,
  otherlanguage: 1,
}

export const CITATION =
  /^(?:[Cc]ite(?:p|t|alt|alp|author|year|yearpar|num|A|N|NP|text|s)?|(?:paren|text|auto|foot|smart|super|full)cite|newcite|shortcite|citeposs|citeauthor)\*?$/

export const REFERENCE = /^(?:ref|eqref|autoref|[Cc]ref|pageref|nameref|subref|vref|hyperref)\*?$/

export const MATH =
  /^(?:equation|align|alignat|gather|multline|eqnarray|displaymath|math|flalign|dmath|IEEEeqnarray|xalignat)\*?$/

export const TABULAR =
  /^(?:tabular[xy*]?|longtable|supertabular|xltabular|tblr|longtblr|NiceTabular[X*]?|tabulary|deluxetable|tabu)\*?$/

export const FLOAT =
  /^(?:(?:sideways|wrap|scaled)?(?:table|figure)|longtable|SCtable|SCfigure|marginfigure|margintable)\*?$/

export const LIST = /^(?:itemize|enumerate|description|compactitem|compactenum|inparaenum|asparaenum)\*?$/
