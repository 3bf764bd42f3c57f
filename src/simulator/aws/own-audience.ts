/** The audience of the tokens that pods show to AWS for a role of their own. */
export const OWN_ROLE_AUDIENCE = "sts.amazonaws.com";
