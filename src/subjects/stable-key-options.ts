/** What keeps addresses and cloud names where they are when a construct gets another id. */
export interface StableKeyOptions {
  /**
   * What addresses and cloud names are made of instead of the construct's id: 1 to 100 letters, digits, dots, dashes and
   * underscores. Give two constructs of one id different keys, or keep an old id here when the construct is renamed.
   *
   * @default - the construct's id
   */
  readonly key?: string;
  /**
   * The id or key that the construct had before. Addresses follow the new one by Terraform's `moved` blocks; cloud names
   * stay as they are, so nothing is replaced. Leave it here as long as a state may hold the old addresses, and as long as
   * the names should stay.
   *
   * @default - never renamed
   */
  readonly renamedFrom?: string;
}
