/** Staff and admins speak for the organisation; everybody else (guests, unknown roles) is on the other side. */
export const isOurSide = (role: string): boolean => role === 'staff' || role === 'admin'
