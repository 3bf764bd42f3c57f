import { ServiceEdge } from "../services/service-edge";
import { distinctProbes, nextNames, ProbeKind, ServiceProbe } from "../services/service-request";
import { askedOf, samplesIn } from "./full-names";
import { Principal } from "./principal";
import { GoogleWorld } from "./read";
import { everyPermissionOn, permissionsOn } from "./service-decision";

/** What an edge is tried by: each of its accesses, what else is granted to its principal, and what is next to them. */
export function serviceProbes(
  google: GoogleWorld,
  { service }: ServiceEdge,
  principal: Principal | undefined,
): readonly ServiceProbe[] {
  const declared = service.grants.flatMap(({ role = "", resources, prefix }) =>
    resources.map((resource) => ({ role, resource, prefix })),
  );
  const granted = [...google.resources.every].flatMap(([resource, grants]) =>
    (principal ? grants.to(principal) : []).map(({ role }) => ({ role, resource, prefix: undefined })),
  );
  const own = [...declared, ...granted].flatMap(({ role, resource, prefix }) =>
    samplesIn(resource).flatMap((sample) =>
      probes("own", permissionsOn(google, role, sample) ?? everyPermissionOn(sample), sample, prefix),
    ),
  );
  const next = declared.flatMap(({ role, resource, prefix }) => {
    const ofRole = (kind: ProbeKind, one: string, beginning = prefix) =>
      probes(kind, permissionsOn(google, role, one) ?? [], one, beginning);
    return [
      ...nextTo(resource)
        .flatMap(samplesIn)
        .flatMap((other) => ofRole("next-resource", other)),
      ...(prefix === undefined
        ? []
        : ["", `${prefix.replace(/\/$/, "")}-next/`].flatMap((other) => ofRole("next-prefix", resource, other))),
      ...samplesIn(resource).flatMap((sample) => probes("next-verb", everyPermissionOn(sample), sample, prefix)),
    ];
  });
  return distinctProbes([...own, ...next]);
}

function probes(kind: ProbeKind, permissions: readonly string[], resource: string, prefix?: string): ServiceProbe[] {
  return permissions.flatMap((action) => {
    const asked = askedOf(action, resource, prefix);
    return asked === undefined ? [] : [{ kind, request: { action, resource: asked } }];
  });
}

function nextTo(resource: string): readonly string[] {
  const [, before, name] = /^(.*\/)([^/]+)$/.exec(resource) ?? [];
  return name === undefined ? [] : nextNames(name).map((next) => `${before}${next}`);
}
