/** Names of LaTeX and the signs for them. */
const SIGNS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'pm ± mp ∓ times × div ÷ cdot · ast * star ⋆ approx ≈ sim ~ simeq ≃ equiv ≡ ne ≠ neq ≠ le ≤ leq ≤ leqslant ≤ ge ≥ ' +
    'geq ≥ geqslant ≥ ll ≪ gg ≫ lt < gt > propto ∝ infty ∞ to → rightarrow → longrightarrow → leftarrow ← gets ← ' +
    'leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ mapsto ↦ uparrow ↑ downarrow ↓ nearrow ↗ searrow ↘ in ∈ ' +
    'notin ∉ subset ⊂ subseteq ⊆ supset ⊃ cup ∪ cap ∩ setminus ∖ emptyset ∅ forall ∀ exists ∃ neg ¬ lnot ¬ land ∧ wedge ∧ ' +
    'lor ∨ vee ∨ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ sqrt √ circ ° degree ° bullet • dagger † ddagger ‡ prime ′ ell ℓ ' +
    'ldots … dots … cdots … dotsc … mid | vert | Vert ‖ | ‖ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ oplus ⊕ ' +
    'otimes ⊗ odot ⊙ top ⊤ bot ⊥ perp ⊥ checkmark ✓ cmark ✓ xmark ✗ triangle △ triangleup △ Delta Δ Gamma Γ Theta Θ Lambda Λ ' +
    'Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ ' +
    'vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ ' +
    'omega ω'
  )
    .split(' ')
    .reduce<[string, string][]>((pairs, word, index, all) => {
      if (index % 2 === 0) pairs.push([word, all[index + 1]!])
      return pairs
    }, []),
)

/** The sign that a command of this name stands for. */
export const signOf = (name: string): string | undefined =>
  Object.hasOwn(SIGNS, name) ? SIGNS[name] : undefined

/** Commands that only say how something looks. */
const SILENT =
  /^(?:left|right|big[lrm]?|Big[lrm]?|bigg[lrm]?|Bigg[lrm]?|displaystyle|textstyle|scriptstyle|limits|nolimits|mathbf|mathrm|mathit|mathsf|mathtt|mathcal|mathbb|mathfrak|mathscr|bm|boldsymbol|pmb|operatorname\*?|text|textrm|textbf|textit|textsf|texttt|textsc|textnormal|mbox|hbox|mathop|mathbin|mathrel|mathord|ensuremath|rm|bf|it|sf|tt|bfseries|nonumber|notag|underline|emph|boxed|smashoperator|mathclap|mathllap|mathrlap|substack|mathchar|protect|relax)$/

const SPACED = new Set('=<>≤≥≈~≃≡≠≪≫∝→←↔⇒⇐⇔↦∈∉⊂⊆⊃∪∩±∓×÷∧∨⊕⊗'.split(''))

const TOKEN = /\\(?:[A-Za-z]+\*?|[\s\S])|\s+|\d+(?:[.,]\d+)*|[A-Za-z]+|[\s\S]/gu

/**
 * LaTeX mathematics as a line of text: signs in place of their names, relations between spaces, groups without their
 * braces. The same formula gives the same line whether it comes from a source or from the `alttext` of a page.
 */
export function mathText(latex: string): string {
  const tokens = latex.slice(0, 20_000).match(TOKEN) ?? []
  let out = ''
  /** Depth of braces in which white space counts, as in \text{...}. */
  let words = 0
  const braces: { kind: 'words' | 'fraction' | 'over' | 'plain'; from: number }[] = []
  let next: 'words' | 'fraction' | 'plain' = 'plain'
  /** A name of letters was written, which must not run into the next. */
  let named = false
  /** Sums above or below a fraction stroke keep their brackets. */
  const bracket = (from: number) => {
    const part = out.slice(from)
    if (/[^\p{L}\p{N}.,_^]/u.test(part)) out = `${out.slice(0, from)}(${part})`
  }
  const endsInOperand = () => /[\p{L}\p{N})\]}%°]$/u.test(out)
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (/^\s/.test(token)) {
      if (words > 0) out += ' '
      continue
    }
    if (named && /^[\p{L}\p{N}]/u.test(token)) out += ' '
    if (token !== '{') named = false
    if (token === '{') {
      braces.push({ kind: next, from: out.length })
      if (next === 'words') words++
      next = 'plain'
    } else if (token === '}') {
      const closed = braces.pop()
      if (closed?.kind === 'words') words--
      if (closed !== undefined && /[\^_]/.test(out[closed.from - 1] ?? '')) named = true
      if (closed?.kind === 'over' || closed?.kind === 'fraction') bracket(closed.from)
      if (closed?.kind === 'fraction') {
        out += '/'
        if (tokens[index + 1] === '{') {
          braces.push({ kind: 'over', from: out.length })
          index++
        }
      }
    } else if (token.startsWith('\\')) {
      const name = token.slice(1)
      if (SILENT.test(name)) next = /^(?:text|mbox|hbox|operatorname)/.test(name) ? 'words' : 'plain'
      else if (/^[dtc]?frac$/.test(name)) next = 'fraction'
      else if (/^[%&$#_{}|]$/.test(name)) out += name === '|' ? '‖' : name
      else if (/^[,;:!> ~\\]$/.test(name) || /^(?:q?quad|thinspace|hspace|vspace|mathstrut)\*?$/.test(name))
        out += name === '\\' || words > 0 || /quad/.test(name) ? ' ' : ''
      else if (/^(?:begin|end|label|color|textcolor|hspace|vspace|phantom)$/.test(name))
        index = afterGroup(tokens, index)
      else {
        const sign = signOf(name)
        if (sign === undefined) {
          out += (/[\p{L}\p{N}]$/u.test(out) ? ' ' : '') + name.replace('*', '')
          named = true
        } else out += SPACED.has(sign) && (endsInOperand() || sign.length !== 1) ? ` ${sign} ` : sign
      }
    } else if (words > 0) out += token
    else if (/[\^_]$/.test(out) && /^[\p{L}\d]/u.test(token) && braces.at(-1)?.from !== out.length) {
      // Without braces, one sign is raised or lowered.
      out += token[0]
      if (token.length > 1) out += ` ${token.slice(1)}`
      named = true
    } else if (token === '&') continue
    else if (SPACED.has(token)) out += endsInOperand() ? ` ${token} ` : token
    else if (/^[+\-−]$/.test(token)) {
      const sign = token === '−' ? '-' : token
      const binary = endsInOperand() && !/[\^_]$/.test(out)
      out += binary && braces.length === 0 ? ` ${sign} ` : sign
    } else if (token === '~') out += ' '
    else out += token
  }
  return out
    .replace(/\^(?=[†‡*⋆°′])/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Index of the token that closes the group after `index`; `index` where there is none. */
function afterGroup(tokens: readonly string[], index: number): number {
  if (tokens[index + 1] !== '{') return index
  let depth = 0
  for (let at = index + 1; at < tokens.length; at++) {
    if (tokens[at] === '{') depth++
    else if (tokens[at] === '}' && --depth === 0) return at
  }
  return tokens.length
}
