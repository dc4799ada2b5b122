import {
  File,
  FileArchive,
  FileImage,
  FileSpreadsheet,
  FileText,
  Folder,
  type LucideIcon,
} from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FileId, FileRow } from '../../../core/file.ts'
import type { Thumbnails } from './thumbnails.ts'

const shapes: Readonly<Record<string, LucideIcon>> = {
  pdf: FileText,
  doc: FileText,
  docx: FileText,
  txt: FileText,
  md: FileText,
  rtf: FileText,
  xls: FileSpreadsheet,
  xlsx: FileSpreadsheet,
  csv: FileSpreadsheet,
  ods: FileSpreadsheet,
  png: FileImage,
  jpg: FileImage,
  jpeg: FileImage,
  gif: FileImage,
  heic: FileImage,
  svg: FileImage,
  zip: FileArchive,
  '7z': FileArchive,
  gz: FileArchive,
}

type FileIconProps = { readonly row: FileRow; readonly thumbnails: Thumbnails<FileId> }

/** A folder, a file's kind, or the picture itself as soon as it is here. Decoration: the name stands beside it. */
export const FileIcon = ({ row, thumbnails }: FileIconProps) => {
  const { id, hasThumbnail } = row
  const [picture, setPicture] = useState<string | null>(null)
  useEffect(
    () => (hasThumbnail ? thumbnails.want(id, setPicture) : undefined),
    [id, hasThumbnail, thumbnails],
  )
  if (picture !== null) {
    return (
      <span aria-hidden className="grid h-5 w-6 shrink-0 place-items-center overflow-hidden rounded-[3px]">
        <img
          src={picture}
          alt=""
          draggable={false}
          className="max-h-full max-w-full rounded-[3px] object-contain"
        />
      </span>
    )
  }
  const Shape = row.isFolder ? Folder : (shapes[row.name.split('.').at(-1)?.toLowerCase() ?? ''] ?? File)
  return (
    <span aria-hidden className="grid h-5 w-6 shrink-0 place-items-center">
      <Shape className={row.isFolder ? 'size-4 fill-accent-soft text-accent-text' : 'size-4 text-faint'} />
    </span>
  )
}
