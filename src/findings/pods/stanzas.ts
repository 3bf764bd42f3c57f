import { isDeepStrictEqual } from "node:util";
import { ClientUse, Container, Edge, flagOf, ProjectedToken, valueOf, World } from "../../simulator";

/** The edges that a kubeconfig's contexts declare. */
export function edgesOfClient({ edges }: World, { entries }: ClientUse): readonly Edge[] {
  const declared = entries.flatMap(({ declarations, stanza }) =>
    declarations.map((declaration) => ({ declaration, stanza })),
  );
  return edges.filter(({ declaration, client: { stanza } }) =>
    declared.some((one) => isDeepStrictEqual(one, { declaration, stanza })),
  );
}

/** Whether a cluster secret of Argo CD has an edge's stanza. */
export function isOfArgoCd({ secret }: Edge): boolean {
  return secret !== undefined;
}

/** Where a stanza stands, for people. */
export function stanzaPlace({ secret, client }: Edge): string {
  return (secret ?? client).place;
}

/** The file from which a stanza's plugin takes the token in a container; undefined where it takes none from a file. */
export function tokenFileOf({ request }: Edge, container: Container): string | undefined {
  const source = flagOf(request, "source");
  if (source !== undefined && source !== "token-file") return undefined;
  return flagOf(request, "token-file") ?? valueOf(container, "TRUST_MESH_TOKEN_FILE");
}

/** The audience of a token, as messages tell it. */
export function audienceName({ audience }: ProjectedToken): string {
  return audience ?? "the pod's own API server";
}
