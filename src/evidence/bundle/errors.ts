import { PolyviaError } from '#kernel'

export class BundleUnreadableError extends PolyviaError {
  readonly code = 'BUNDLE_UNREADABLE'
  readonly exitCode = 2
  constructor(folder: string, reason: string) {
    super(`"${folder}" is not a review that can be used: ${reason}`, {
      hint: 'Name the folder that "polyvia evidence" has written, or an empty one for a new review.',
      place: { file: folder },
    })
  }
}

export class BundleDamagedError extends PolyviaError {
  readonly code = 'BUNDLE_DAMAGED'
  readonly exitCode = 2
  constructor(file: string, reason: string, cause?: unknown) {
    super(`A file of the review is damaged: ${reason}`, {
      hint: 'Run the same "polyvia evidence" command again: it makes anew what is damaged and all that follows from it.',
      place: { file },
      cause,
    })
  }
}

export class OtherReviewError extends PolyviaError {
  readonly code = 'OTHER_REVIEW'
  readonly exitCode = 2
  constructor(folder: string, question: string) {
    super(`"${folder}" holds a review with another question, other sources or other limits: "${question}"`, {
      hint: 'Name another folder with --into, repeat the options that it was made with, or delete it.',
      place: { file: folder },
    })
  }
}
