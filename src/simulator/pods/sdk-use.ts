import { Configuration, hasUnknown, Resource } from "../../terraform";
import { ServiceCloud } from "../../trust-declaration";
import { fileAt, Stored } from "./mounted-file";
import { Container, Pod, valueOf } from "./pod";

/** An identity that a vendor's SDK acts as in a container: what it is told to exchange, and which token. */
export interface SdkUse {
  readonly cloud: ServiceCloud;
  /** What tells the SDK so: a variable, a file, a profile. */
  readonly by: string;
  /** What is told, by the names that declarations have for it; nothing where it cannot be read. */
  readonly client: Readonly<Record<string, string>>;
  /** The token's file. */
  readonly tokenFile?: string;
  /** Why the SDK surely does not come by a credential. */
  readonly faults: readonly string[];
  /** What decides and was not read. */
  readonly gaps: readonly string[];
  /** Whether a gap is of what the pod itself mounts, which nothing that a part of a pod leaves out would tell. */
  readonly isUnread?: boolean;
  /** The object that has the file by which the SDK is told so, where it was read. */
  readonly file?: Resource;
  /** Those of the faults that are of what the file says. */
  readonly contentFaults?: readonly string[];
}

/** A container in its pod, as the readers of SDKs' settings ask it. */
export class SdkSettings {
  public constructor(
    private readonly configuration: Configuration,
    private readonly pod: Pod,
    private readonly container: Container,
  ) {}

  /** A variable's value; undefined where it is not set, empty, or from elsewhere. */
  public value(name: string): string | undefined {
    const value = valueOf(this.container, name);
    return value === undefined || value === "" || hasUnknown(value) ? undefined : value;
  }

  /** Whether a variable is set, by whatever. */
  public has(name: string): boolean {
    const own = this.container.variables.filter((one) => one.name === name).at(-1);
    return own !== undefined && own.value !== "";
  }

  /** A file's text as far as it is known, and why it is not there or not known. */
  public read(path: string): {
    readonly text?: string;
    readonly faults: readonly string[];
    readonly gaps: readonly string[];
    readonly file?: Resource;
    readonly isUnread?: boolean;
  } {
    const file = fileAt(this.configuration, this.pod, this.container, path);
    switch (file.kind) {
      case "token":
        return { faults: [`${path} is a token`], gaps: [] };
      case "nothing":
        return {
          text: textOf(file.elsewhere),
          faults: [`${path} is not there: ${file.reason}`],
          gaps: [],
          ...(file.elsewhere ? { file: file.elsewhere.files.resource } : {}),
        };
      case "unknown":
        return {
          ...{ faults: [], gaps: [file.reason] },
          ...(file.files ? { file: file.files.resource } : {}),
          ...(file.isLeftOut ? {} : { isUnread: true }),
        };
      case "stored": {
        const text = textOf(file);
        const gaps = text === undefined ? [`what is in ${path} is not known`] : [];
        return { text, faults: [], gaps, file: file.files.resource };
      }
    }
  }
}

function textOf(stored: Stored | undefined): string | undefined {
  return stored?.files.content(stored.key)?.toString("utf8");
}
