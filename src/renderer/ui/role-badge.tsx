/** Clients are set apart by colour: who is on the other side must be seen at a glance. */
export const RoleBadge = ({ role, words }: { readonly role: string; readonly words: string }) => (
  <span
    className={`justify-self-start rounded px-1.5 py-px text-2xs font-medium ${
      role === 'client' || role === 'guest' ? 'bg-warn-soft text-warn' : 'bg-chip text-muted'
    }`}
  >
    {words}
  </span>
)
