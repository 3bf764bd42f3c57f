/** The span of time in which an identity is given to a subject. */
export interface ValidityOptions {
  /** The first instant at which new credentials are issued: UTC, such as `2027-01-01T00:00:00Z`. @default - at once */
  readonly validFrom?: string;
  /**
   * The first instant at which no new credentials are issued any more: UTC, such as `2027-01-31T18:00:00Z`. What was issued
   * before may live on: sessions of AWS up to `maxSessionSeconds`, tokens of Google service accounts up to an hour.
   *
   * @default - no end
   */
  readonly validUntil?: string;
}
