import { z } from 'zod'

export const templateId = z.string().min(1).max(64).brand<'TemplateId', 'inout'>()

/** A text a person keeps for later messages, with fields such as {client} (O1.23). */
export const template = z.object({
  id: templateId,
  name: z.string().trim().min(1).max(60),
  body: z.string().min(1).max(20_000),
})
export type Template = Readonly<z.infer<typeof template>>
