import type { TFunction } from 'i18next'
import type { SetupRow } from '../../../core/people/space-template.ts'

/** The lines of a box that say something. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Why a row makes no space. */
export const leftOutWords = ({ leftOut, unfilled }: SetupRow, t: TFunction): string =>
  leftOut === null ? '' : t(`setup.leftOut.${leftOut}`, { fields: unfilled.join(' ') })

type OwnField = { readonly name: string; readonly value: string }

/** A template's own fields, "name = value" a line; `wrong`: the first line that names none. */
export const fieldLines = (text: string): { readonly fields: OwnField[]; readonly wrong: string | null } => {
  const fields = linesOf(text).map((line) => {
    const [name = '', ...value] = line.split('=')
    return { name: name.trim(), value: value.join('=').trim() }
  })
  const wrong = fields.find(({ name }) => !/^\p{L}[\p{L}\p{N}._ -]{0,39}$/u.test(name))
  return { fields, wrong: wrong === undefined ? null : wrong.name }
}
