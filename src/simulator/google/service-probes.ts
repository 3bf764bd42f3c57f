import { ServiceEdge } from "../services/service-edge";
import { distinctProbes, nextNames, ProbeKind, ServiceProbe } from "../services/service-request";
import { askedOf } from "./full-names";
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
    resources.map((resource) => ({ role, resource: inOwnProject(resource), prefix })),
  );
  const granted = [...google.resources.every].flatMap(([resource, grants]) =>
    (principal ? grants.to(principal) : []).map(({ role }) => ({ role, resource, prefix: undefined })),
  );
  const own = [...declared, ...granted].flatMap(({ role, resource, prefix }) =>
    probes("own", permissionsOn(google, role, resource) ?? everyPermissionOn(resource), resource, prefix),
  );
  const next = declared.flatMap(({ role, resource, prefix }) => {
    const permissions = permissionsOn(google, role, resource) ?? [];
    return [
      ...nextTo(resource).flatMap((other) => probes("next-resource", permissions, other, prefix)),
      ...(prefix === undefined
        ? []
        : ["", `${prefix.replace(/\/$/, "")}-next/`].flatMap((other) =>
            probes("next-prefix", permissions, resource, other),
          )),
      ...probes("next-verb", everyPermissionOn(resource), resource, prefix),
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

/** A role on a whole project is tried on a bucket of it. */
function inOwnProject(resource: string): string {
  return /^\/\/cloudresourcemanager\./.test(resource)
    ? "//storage.googleapis.com/projects/_/buckets/lab-bucket"
    : resource;
}

function nextTo(resource: string): readonly string[] {
  const [, before, name] = /^(.*\/)([^/]+)$/.exec(resource) ?? [];
  return name === undefined ? [] : nextNames(name).map((next) => `${before}${next}`);
}
