/** What a subject or an access makes possible beyond what its sentence says: a warning and its stable code. */
export interface Risk {
  readonly code: string;
  readonly message: string;
}
