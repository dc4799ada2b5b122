/** The client's time limit for a request, and how long a doubt rests: longer, as in the product (O1.6), only both short. */
export const timeLimitMs = 400
export const waitMs = 900

/** What the portal saves late it saves within the wait; a portal that takes longer can't be told from one that lost it. */
export const latestMs = 700
