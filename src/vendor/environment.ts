/**
 * The name of an environment variable, by POSIX: "Environment Variables". A hundred characters are more than any name in use has; a
 * longer text may be a token that was given by mistake.
 */
export const VARIABLE_NAME_FORM = /^[A-Za-z_]\w{0,99}$/;
