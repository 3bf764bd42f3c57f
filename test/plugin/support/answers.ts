/** An answer of a cloud, as a test has a fake give it. */
export interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: { readonly [name: string]: string };
}

/** An error of AWS STS. */
export function stsError(code: string, message: string): Answer {
  return {
    status: 400,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  };
}

/** An error in the form of google.rpc.Status. */
export function rpcError(status: number, code: string, message: string): Answer {
  return { status, body: JSON.stringify({ error: { code: status, status: code, message } }) };
}

/** An error of OAuth 2.0 (RFC 6749, section 5.2). */
export function oauthError(status: number, error: string, description = "words"): Answer {
  return { status, body: JSON.stringify({ error, error_description: description }) };
}
