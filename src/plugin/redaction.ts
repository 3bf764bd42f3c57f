const secrets = new Set<string>();

/** Shapes of secrets that were never registered, such as a token that an endpoint echoes with changed spacing. */
const SHAPES: readonly RegExp[] = [
  /\beyJ[\w-]{8,}(\.[\w-]*){1,4}/g, // a JSON Web Token
  /\bk8s-aws-v1\.[\w-]+/g, // an EKS token
  /\bya29\.[\w.-]+/g, // a Google access token
  /\b(X-Amz-(?:Signature|Security-Token)=)[^&\s"']+/gi,
];

/** Longer than any word a message could hold by chance: a shorter "secret" would blank out ordinary text. */
const MINIMUM_LENGTH = 8;

/** Remembers a secret, so that no message of this process can hold it. */
export function keepSecret(secret: string): string {
  if (secret.length >= MINIMUM_LENGTH) {
    secrets.add(secret);
    // A token's parts are as telling as the whole: an endpoint may echo only its signature.
    const parts = secret.split(".");
    if (parts.length === 3 && parts[2].length >= MINIMUM_LENGTH) secrets.add(parts[2]);
  }
  return secret;
}

/** The text without any known secret or anything that looks like one, on one line and free of control characters. */
export function redact(text: string): string {
  let clean = text;
  // Longest first, so that a secret which holds another is taken out whole.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) clean = clean.split(secret).join("[redacted]");
  for (const shape of SHAPES) {
    clean = clean.replace(shape, (_match, name: unknown) =>
      typeof name === "string" && name.endsWith("=") ? `${name}[redacted]` : "[redacted]",
    );
  }
  // Control characters could rewrite a terminal, and a newline would make one cause look like two.
  return clean.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
}
