/** A variable that a vendor's SDK reads. */
export interface SdkVariable {
  readonly name: string;
  readonly value: string;
}

/** A file that a vendor's SDK reads. Nothing in it is secret. */
export interface SdkFile {
  /** The file's name in the folder of all such files. */
  readonly name: string;
  readonly content: string;
}

/** What a container needs so that the SDKs of one cloud act by the trusts of its service account. */
export interface SdkEnvironment {
  readonly variables: readonly SdkVariable[];
  readonly files: readonly SdkFile[];
}

/** Where the files are mounted. */
export const SDK_FOLDER = "/etc/trust-mesh";

/** A file's path in the container. */
export function sdkPath(name: string): string {
  return `${SDK_FOLDER}/${name}`;
}
