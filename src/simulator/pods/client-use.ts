import { Configuration, hasUnknown, placeOf, unlessUnresolved } from "../../terraform";
import { ClientEntry } from "../documents/client-entry";
import { isKubeconfig, kubeconfigEntries } from "../documents/kubeconfig";
import { documentsIn } from "../documents/text-documents";
import { fileAt, MountedFile, pathsOf, Stored } from "./mounted-file";
import { Container, Pod, valueOf } from "./pod";

/** A kubeconfig that the clients of a container read. */
export interface ClientUse {
  /** What names it: a variable, or the path at which it is mounted. */
  readonly by: string;
  /** Whether a client finds it: by a variable, an argument, or as the kubeconfig of its user. */
  readonly isNamed: boolean;
  /** Its contexts that declare a trust. */
  readonly entries: readonly ClientEntry[];
  /** Why it is surely not there. */
  readonly fault?: string;
  /** Why it is not known. */
  readonly gap?: string;
  /** Whether that is of what the pod itself mounts, which nothing that a part of a pod leaves out would tell. */
  readonly isUnread?: boolean;
}

/** The kubeconfigs of a container: those that KUBECONFIG names, else those of its volumes. */
export function clientUses(configuration: Configuration, pod: Pod, container: Container): readonly ClientUse[] {
  const named = valueOf(container, "KUBECONFIG");
  if (named === undefined || named === "") return mountedUses(configuration, pod, container);
  if (hasUnknown(named)) return [];
  return named
    .split(":")
    .filter((path) => path !== "")
    .map((path) => useOf("KUBECONFIG", path, fileAt(configuration, pod, container, path)));
}

function useOf(by: string, path: string, file: MountedFile): ClientUse {
  switch (file.kind) {
    case "stored":
      return { by, isNamed: true, entries: entriesOf(file) };
    case "token":
      return { by, isNamed: true, entries: [], fault: `${path} is a token` };
    case "nothing":
      return { by, isNamed: true, entries: entriesOf(file.elsewhere), fault: `${path} is not there: ${file.reason}` };
    case "unknown":
      return { by, isNamed: true, entries: [], gap: file.reason, isUnread: !file.isLeftOut };
  }
}

function mountedUses(configuration: Configuration, pod: Pod, container: Container): readonly ClientUse[] {
  return pathsOf(configuration, pod, container).flatMap((path): readonly ClientUse[] => {
    const file = fileAt(configuration, pod, container, path);
    const entries = entriesOf(file.kind === "stored" ? file : undefined);
    return entries.length > 0 ? [{ by: path, isNamed: isNamed(container, path), entries }] : [];
  });
}

/** Variables by which tools other than kubectl are told a kubeconfig. */
const NAMING = /^([A-Z]+_)*KUBE_?CONFIG(_[A-Z]+)*$/;

/** kubectl documentation: the kubeconfig of a user is `.kube/config` in the home folder. */
function isNamed({ variables, command, args }: Container, path: string): boolean {
  const values = variables.flatMap(({ name, value = path }) => (NAMING.test(name) ? [value] : []));
  return path.endsWith("/.kube/config") || [...values, ...command, ...args].some((text) => text.includes(path));
}

/** What a kubeconfig has: other files, such as the plugin itself, are not read as YAML, which takes long. */
const MAY_BE_KUBECONFIG = /\bcontexts\b|\bkind\W{1,12}Config\b/;

function entriesOf(stored: Stored | undefined): readonly ClientEntry[] {
  const content = stored?.files.content(stored.key)?.toString("utf8");
  if (stored === undefined || content === undefined || !MAY_BE_KUBECONFIG.test(content)) return [];
  const { files } = stored;
  const place = placeOf(files.resource);
  const spot = { place, where: () => place };
  return unlessUnresolved(
    () =>
      documentsIn(place, content, () => true).documents.flatMap(({ text, value }) =>
        isKubeconfig(value) ? kubeconfigEntries(spot, value, text) : [],
      ),
    [],
  );
}
