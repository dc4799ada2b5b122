import type { SpaceId } from '../space.ts'
import { isLegalForm, wordsOf } from './client-names.ts'

export type NamedSpace = { readonly id: SpaceId; readonly name: string }

/** Says of which other client's space a file's name speaks, when it goes to `own`; null: of none. */
export type WrongClientGuard = (name: string, own: SpaceId) => NamedSpace | null

const shortest = 4

// Words of spaces' names that are also words of anybody's files: they name nobody.
const common = new Set(
  (
    'account accounts accounting advice advisers advisors advisory agency agreement annual application april archive ' +
    'architects assessment associates audit august bank benefits board bookkeeping brothers budget building business ' +
    'capital care center central centre certificate claim claims client clients clinic closing college commercial ' +
    'community compliance construction consultancy consultants consulting contract contracts correspondence council ' +
    'court credit data december delivery dental department design development digital director directors document ' +
    'documents draft east education employee employees employment energy engineering estate evidence exchange expenses ' +
    'export family february file files final finance financial first form forms foundation friends fund funds general ' +
    'global group health holding holdings home hospital hotel house human import india industries information insurance ' +
    'interim internal international invest investment investments invoice invoices january july june kitchen labs land ' +
    'large lease legal letter letters life list loan local logistics management march market marketing master media ' +
    'medical meeting member members minutes monthly mortgage national north notes notice november october office offices ' +
    'official onboarding order orders other overview park partner partners partnership payment payments payroll pension ' +
    'people personal plan planning plans policy portal practice presentation private product products project projects ' +
    'properties property proposal public purchase quarter quarterly receipt receipts record records registration report ' +
    'reports research resources restaurant retail return returns review road sales scan scans school schedule second ' +
    'section september service services share shared shares shop signed small social society software solicitors ' +
    'solutions south space spain staff statement statements store street studio studios summary supplier suppliers ' +
    'supply support systems tax taxes team technologies technology template templates test third trade trading training ' +
    'transfer transport travel trust trustees university update upload vendor version video water wealth website west ' +
    'window work works world year yearly young'
  ).split(' '),
)

/**
 * T1.124: a name speaks of a client when it holds, as whole words, the first word of the client's name that could be
 * nobody else's: at least four letters, no everyday word, of one space alone; or else all its words of that length. A
 * name that holds a word of the own space's is never suspected: "Miller and Harper lease" may well go to Harper.
 */
export const wrongClientGuard = (spaces: readonly NamedSpace[]): WrongClientGuard => {
  const longWords = new Map(
    spaces.map(({ id, name }) => [
      id,
      [...new Set(wordsOf(name))].filter((word) => isName(word) && !isLegalForm(word)),
    ]),
  )
  const owners = new Map<string, SpaceId[]>()
  for (const [id, words] of longWords) {
    for (const word of words) owners.set(word, [...(owners.get(word) ?? []), id])
  }
  /** First word or, where that could mean several, all words → whose they are. */
  const byWord = new Map<string, { readonly space: NamedSpace; readonly also: readonly string[] }[]>()
  for (const space of spaces) {
    const words = longWords.get(space.id) ?? []
    const names = words.filter((word) => !common.has(word))
    const [first] = names
    const telling = first !== undefined && owners.get(first)?.length === 1
    // Everyday words alone ("General", "Year end 2026") name no client.
    if (first === undefined || (!telling && words.length < 2)) continue
    byWord.set(first, [...(byWord.get(first) ?? []), { space, also: telling ? [] : words }])
  }

  return (name, own) => {
    const words = new Set(wordsOf(name))
    const found = [...words].flatMap((word) => byWord.get(word) ?? [])
    const speaks = found.filter(({ also }) => also.every((word) => words.has(word)))
    if (speaks.some(({ space }) => space.id === own)) return null
    const ownWords = (longWords.get(own) ?? []).filter((word) => !common.has(word) && words.has(word))
    // What both clients are called (Acme North, Acme South) says nothing in favour of the own one.
    const suspect = speaks.find(({ space }) => {
      const theirs = longWords.get(space.id) ?? []
      return ownWords.every((word) => theirs.includes(word))
    })
    return suspect?.space ?? null
  }
}

/** Letters of a script without case (漢字) say more in fewer. */
const isName = (word: string): boolean =>
  !/^\p{N}+$/u.test(word) && (word.length >= shortest || (/^\p{Lo}+$/u.test(word) && word.length >= 2))
