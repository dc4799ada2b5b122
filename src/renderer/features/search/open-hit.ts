import type { SearchHit } from '../../../core/search/hit.ts'
import { goTo, goToPortal, jumpToFile, jumpToMessage, jumpToSpace, setPeopleQuery } from '../../app/place.ts'
import { plainText } from './view.ts'

/** Goes to what was found, in its context. */
export const openHit = (hit: SearchHit): void => {
  switch (hit.kind) {
    case 'space':
      jumpToSpace(hit.portalId, hit.spaceId)
      break
    case 'message':
      jumpToMessage(hit.portalId, hit.spaceId, hit.messageId)
      break
    case 'file':
      jumpToFile(hit.portalId, hit.spaceId, hit.isFolder ? hit.fileId : hit.folderId, hit.fileId)
      break
    case 'person':
      goToPortal(hit.portalId)
      setPeopleQuery(plainText(hit.snippet))
      goTo('people')
  }
}
