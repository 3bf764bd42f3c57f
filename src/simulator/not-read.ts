/** Why it is not known what a policy or role permits, after its name, and the way out. */
export const NOT_READ =
  "is not in what was read: read the stack that creates it, too, or look at it and acknowledge this gap";
