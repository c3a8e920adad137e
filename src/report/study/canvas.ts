import * as Plot from '@observablehq/plot'
import { Window } from 'happy-dom'
import { escapeHtml } from '../document/markup.ts'

/** What a figure says to those who do not see it. */
interface Description {
  readonly title: string
  readonly text: string
}

/**
 * Draws a plot without a browser. The result is one `<svg>` element, the same text for the same options.
 * Colours are CSS variables of the page, so that a figure follows light, dark and print; style attributes are left to the
 * page, which allows none.
 */
export function draw(options: Plot.PlotOptions, { title, text }: Description): string {
  const window = new Window()
  try {
    const svg = Plot.plot({
      ...options,
      document: window.document as unknown as NonNullable<Plot.PlotOptions['document']>,
      className: 'plot',
    })
    return svg.outerHTML
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .replace(
        /^<svg /,
        `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(title)}" `,
      )
      .replace('>', `><title>${escapeHtml(title)}</title><desc>${escapeHtml(text)}</desc>`)
  } finally {
    window.happyDOM.abort()
  }
}
