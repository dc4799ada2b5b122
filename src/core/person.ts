import { z } from 'zod'

export const userId = z.string().min(1).max(128).brand<'UserId', 'inout'>()
export type UserId = z.infer<typeof userId>

export const groupId = z.string().min(1).max(128).brand<'GroupId', 'inout'>()
export type GroupId = z.infer<typeof groupId>

/** A person of the portal. Times are milliseconds since the epoch. */
export const user = z.object({
  id: userId,
  email: z.string(),
  role: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  avatar: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type User = Readonly<z.infer<typeof user>>

export const group = z.object({
  id: groupId,
  name: z.string(),
  users: z.array(userId),
  logo: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Group = Readonly<z.infer<typeof group>>

/** What a person is called on screen: the names the portal holds, else the e-mail address. */
export const displayName = (person: Pick<User, 'firstName' | 'lastName' | 'email'>): string => {
  const name = [person.firstName, person.lastName]
    .filter((part) => part !== null && part.trim() !== '')
    .join(' ')
    .trim()
  return name === '' ? person.email : name
}

export { isOurSide } from './side.ts'

export const personView = z.object({
  id: userId,
  name: z.string(),
  email: z.string(),
  role: z.string(),
  phoneNumber: z.string().nullable(),
  spaceCount: z.number().int(),
})
export type PersonView = z.infer<typeof personView>
