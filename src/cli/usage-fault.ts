/** A command line that cannot be followed; it names the flag, the reason and the way out. */
export class UsageFault extends Error {}
