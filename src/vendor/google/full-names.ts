/** A full resource name without its host: `projects/…` of `//iam.googleapis.com/projects/…`. */
export function withoutHost(fullName: string): string {
  return fullName.replace(/^\/\/[^/]+\//, "");
}
