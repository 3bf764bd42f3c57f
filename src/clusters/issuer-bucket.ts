import { isLiteral, problem } from "../common";

interface Storage {
  /** Whether a URL is one of this kind. */
  readonly matches: (url: URL) => boolean;
  readonly reason: string;
  readonly wayOut: string;
}

const first = (url: URL): string => url.pathname.split("/")[1];

/**
 * URLs of public storage that do not serve an issuer's discovery document.
 *
 * Amazon S3 User Guide: "Virtual hosting of general purpose buckets", "Website endpoints". Azure Blob Storage REST API: "Working
 * with the root container". Cloud Storage documentation: "Request endpoints".
 */
const OUT_OF_REACH: readonly Storage[] = [
  {
    matches: ({ host }) => /\.s3-website[.-][\w-]+\.amazonaws\.com(\.cn)?$/.test(host),
    reason: "is a website endpoint of S3, which has no HTTPS",
    wayOut: "Give the REST endpoint: https://<bucket>.s3.<region>.amazonaws.com",
  },
  {
    matches: ({ host }) => /^[^.]+\..+\.s3([.-][\w-]+)?\.amazonaws\.com(\.cn)?$/.test(host),
    reason: "has a bucket with dots in its name before the host of S3, whose certificate is for names without",
    wayOut: "Give the path style, https://s3.<region>.amazonaws.com/<bucket>, or a bucket without dots",
  },
  {
    matches: (url) => /^s3([.-][\w-]+)?\.amazonaws\.com(\.cn)?$/.test(url.host) && first(url) === "",
    reason: "names no bucket of S3",
    wayOut: "Give https://<bucket>.s3.<region>.amazonaws.com",
  },
  {
    matches: (url) => url.host === "storage.googleapis.com" && first(url) === "",
    reason: "names no bucket of Cloud Storage",
    wayOut: "Give https://storage.googleapis.com/<bucket>",
  },
  {
    matches: (url) => /^[a-z0-9]+\.blob\.core\.[\w.]+$/.test(url.host) && ["", "$root"].includes(first(url)),
    reason:
      "names no container of the storage account, or its root container, whose blobs have no slash in their names",
    wayOut: "Give https://<account>.blob.core.windows.net/<container>",
  },
];

/** What is wrong with an issuer that is a place in public storage; nothing for any other one. */
export function bucketProblem(issuer: string): string | undefined {
  if (!isLiteral(issuer) || !URL.canParse(issuer)) return undefined;
  const found = OUT_OF_REACH.find(({ matches }) => matches(new URL(issuer)));
  return found && problem("issuer", `"${issuer}" ${found.reason}`, found.wayOut, "issuer-bucket");
}
