import { placeOf, Resource, UnresolvedValue } from "../../terraform";
import { Reason } from "../answer";
import { StatedSettings } from "../../trust-declaration";

/** A setting of a cluster that decides who gets in, and what tells it. */
export interface ClusterSetting {
  readonly name: keyof StatedSettings;
  /** Undefined where nothing tells it. */
  readonly value?: string | boolean;
  readonly origin: "read" | "stated" | "unknown";
  /** The cluster's own resource, where it was read. */
  readonly resource?: Resource;
  readonly argument?: string;
  /** Why the value cannot be known. */
  readonly reason?: string;
}

/**
 * A setting as the cluster's own resource says it, or else as it was stated.
 *
 * @param made the resource or data source of the cluster
 * @param read what it says; undefined where it says nothing
 */
export function settingOf(
  name: keyof StatedSettings,
  stated: StatedSettings,
  made: Resource | undefined,
  argument: string,
  read: (resource: Resource) => string | boolean | undefined,
): ClusterSetting {
  let reason: string | undefined;
  if (made) {
    try {
      const value = read(made);
      if (value !== undefined) return { name, value, origin: "read", resource: made, argument };
    } catch (error) {
      if (!(error instanceof UnresolvedValue)) throw error;
      reason = `${placeOf(made)}.${argument}: ${error.reason}`;
    }
  }
  const value = stated[name];
  const where = made ? { resource: made, argument } : {};
  if (value !== undefined) return { name, value, origin: "stated", ...where };
  return { name, origin: "unknown", ...where, ...(reason === undefined ? {} : { reason }) };
}

/** A setting by its name. */
export function settingIn(
  settings: readonly ClusterSetting[] | undefined,
  name: ClusterSetting["name"],
): ClusterSetting | undefined {
  return settings?.find((one) => one.name === name);
}

/** A refusal's reason where a setting decides. */
export function becauseOf({ resource, argument, origin }: ClusterSetting, line: string): Reason {
  return { resource, argument, line: origin === "stated" ? `${line}, as was stated` : line };
}
