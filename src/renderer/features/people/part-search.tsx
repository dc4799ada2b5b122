import { Search } from 'lucide-react'

type PartSearchProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

export const PartSearch = ({ label, value, onChange }: PartSearchProps) => (
  <div className="relative w-72 max-w-full">
    <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-3.5 text-faint" />
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-[30px] w-full rounded-[7px] border border-line-strong bg-panel pr-2 pl-8 select-text hover:border-field-line focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
    />
  </div>
)
