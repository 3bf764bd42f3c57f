/** Headers of a form as OAuth 2.0 and AWS's query protocol send it. */
export const FORM_HEADERS = { "content-type": "application/x-www-form-urlencoded" } as const;
