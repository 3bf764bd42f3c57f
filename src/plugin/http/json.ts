/** The object that the text is as JSON, or undefined when it is none: answers are not trusted to be what they claim. */
export function jsonObject(text: string): { readonly [member: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as { readonly [member: string]: unknown })
      : undefined;
  } catch {
    return undefined;
  }
}

/** A token as a vendor answered it: printable and without spaces, since a newline in it would make every call a 401. */
export function isTokenText(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]{1,16384}$/.test(value);
}
