import { DropdownMenu } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { IconButton } from './button.tsx'

type MenuItem = { readonly label: string; readonly icon?: ReactNode; readonly onSelect: () => void }

export type MenuProps = {
  readonly trigger: ReactNode
  readonly items: readonly MenuItem[]
  /** Open from the first. */
  readonly opened?: boolean
}

/** A short list of actions behind a button. Not modal: the modal kind injects styles to stop scrolling. */
export const Menu = ({ trigger, items, opened = false }: MenuProps) => (
  <DropdownMenu.Root modal={false} defaultOpen={opened}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align="end"
        sideOffset={4}
        className="z-50 min-w-44 rounded-lg bg-raised p-1 shadow-pop appear"
      >
        {items.map((item) => (
          <DropdownMenu.Item
            key={item.label}
            onSelect={item.onSelect}
            className="flex h-7 items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-sel [&_svg]:size-3.5 [&_svg]:text-faint"
          >
            {item.icon}
            {item.label}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
)

type RowMenuProps = {
  readonly label: string
  readonly className?: string
  readonly icon: ReactNode
  readonly items: () => readonly MenuItem[]
}

/** The menu of one row among thousands: until somebody wants it, there is only its button. */
export const RowMenu = ({ label, className, icon, items }: RowMenuProps) => {
  const [wanted, setWanted] = useState(false)
  const look = { label, ...(className === undefined ? {} : { className }) }
  return wanted ? (
    <Menu opened trigger={<IconButton {...look}>{icon}</IconButton>} items={items()} />
  ) : (
    <IconButton {...look} aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)}>
      {icon}
    </IconButton>
  )
}
