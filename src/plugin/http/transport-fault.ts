/** No answer came, or none that could be read. */
export class TransportFault extends Error {
  public constructor(
    message: string,
    /** Whether another try could succeed. */
    public readonly heals: boolean,
    public readonly wayOut?: string,
    public readonly code?: string,
  ) {
    super(message);
  }
}
