/** What a person reads when EVERFI Foundry says no (docs/specs/foundry.md, F1.12). */
export const foundryFailures = {
  'foundry-missing': {
    title: 'This portal is not connected to EVERFI Foundry',
    next: 'Connect it with a client id and secret on the Import screen.',
  },
  'foundry-login': {
    title: 'EVERFI Foundry does not accept the credentials',
    next: 'Check client id and secret, and enter them again.',
  },
  'foundry-forbidden': {
    title: 'EVERFI Foundry says no without saying why',
    next: 'It gives this answer for many reasons. Ask EVERFI whether the API is switched on for your organisation.',
  },
  'foundry-refused': {
    title: 'EVERFI Foundry refused this',
    next: 'Its own words say which value it did not like.',
  },
  'foundry-schema': {
    title: 'EVERFI Foundry does not know the form of what was sent',
    next: 'That is this program’s fault, not yours: please report it.',
  },
  'foundry-too-long': {
    title: 'The filter is too long for EVERFI Foundry',
    next: 'Choose fewer locations at a time.',
  },
  'foundry-busy': {
    title: 'EVERFI Foundry asks for fewer requests',
    next: 'Try again in some minutes, or lower the requests a minute in the connection’s settings.',
  },
  'foundry-down': {
    title: 'EVERFI Foundry has an error of its own',
    next: 'Nothing was changed. Try again later.',
  },
  'foundry-answer': {
    title: 'EVERFI Foundry answered in a form this version does not know',
    next: 'Check the base URL and the version in the connection’s settings.',
  },
  'foundry-paging': {
    title: 'EVERFI Foundry answers the first page, whichever page is asked for',
    next: 'The list can’t be read as a whole, so nothing was planned. Please report it.',
  },
  'foundry-redirected': {
    title: 'EVERFI Foundry sent the request elsewhere',
    next: 'It is not followed with credentials. Check the base URL.',
  },
} as const
