import { usageFailure } from "../failure";
import { Settings } from "../settings";

/**
 * The address to send to: the vendor's own, or the one that a flag puts in its place.
 *
 * @throws PluginFailure (usage) when the flag is not an https URL
 */
export function endpoint(settings: Settings, flag: string, own: string): string {
  const override = settings.get(flag);
  if (override === undefined) return own;
  const url = parseUrl(override);
  if (url?.protocol !== "https:" || url.username || url.search || url.hash) {
    throw usageFailure(
      `--${flag} is not an https URL without user, query and fragment.`,
      "Write it as https://host[:port][/path].",
    );
  }
  return baseOf(url);
}

/** A URL to which paths are added. Not its text: a space behind that is no part of the URL would be one then. */
export function baseOf({ origin, pathname }: URL): string {
  return origin + pathname.replace(/\/+$/, "");
}

/** The URL, or undefined when the text is none. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** The host that a URL names, an address in IPv6 without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

/** The port that a URL names, or its scheme's own. */
export function portOf(url: URL): number {
  return Number(url.port || (url.protocol === "https:" ? 443 : 80));
}
