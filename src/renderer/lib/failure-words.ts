import type { TFunction } from 'i18next'
import type { Failure } from '../../core/failure.ts'
import { quotesDetail } from '../../core/quotes-detail.ts'
import { inertLine } from './inert-text.ts'
import { formatLocale } from './locale.ts'
import { bytes } from './quantities.ts'

export type FailureWords = {
  /** What is so, with the name of the thing it is about. */
  readonly title: string
  readonly next: string
  /** The other side's own words, when it gave some; how much room there is and how much is needed. */
  readonly detail: string | null
}

/** The one place where a failure becomes words. Names and details are other people's text: made inert first. */
export const failureWords = (failure: Failure, t: TFunction): FailureWords => {
  const title = t(`failures.${failure.code}.title`)
  return {
    title:
      failure.about === undefined || failure.about === ''
        ? title
        : t('failure.about', { title, about: inertLine(failure.about) }),
    next: t(`failures.${failure.code}.next`),
    detail: detailWords(failure, t),
  }
}

const detailWords = ({ code, detail, room }: Failure, t: TFunction): string | null => {
  if (room !== undefined) {
    const locale = formatLocale()
    return t('failure.room', { needed: bytes(room.needed, locale), free: bytes(room.free, locale) })
  }
  if (detail === undefined || detail === '' || !quotesDetail(code)) return null
  return t(code.startsWith('foundry-') ? 'failure.detailFoundry' : 'failure.detail', {
    detail: inertLine(detail),
  })
}
