import { block, blocks, Configuration, placeOf, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { UnseenGrant } from "../cloud";
import { Edge } from "../edges/edge";
import { providerOf } from "./entrance";
import { GoogleWorld } from "./read";

/** Which issuers pools may be given providers of. */
const CONSTRAINT = "iam.workloadIdentityPoolProviders";

/** The values that a policy allows and denies. */
interface Values {
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
  readonly isDenyingAll: boolean;
  readonly isAllowingAll: boolean;
}

/**
 * Organization policies by which Google may refuse the pool providers that edges need: to which projects those of folders and
 * organizations come is not simulated.
 *
 * Google Cloud IAM documentation: "Manage workload identity pools and providers", section "Restrict identity provider configuration".
 */
export function organizationPolicies(
  google: GoogleWorld,
  configuration: Configuration,
  edges: readonly Edge[],
): readonly UnseenGrant[] {
  const made = edges.flatMap(({ request, declaration: { source } }) => {
    const provider = providerOf(google, request)?.resource;
    return provider ? [{ issuer: source.issuer, project: google.projectIdOf(provider) }] : [];
  });
  if (made.length === 0) return [];
  return [...currentPolicies(configuration), ...olderPolicies(configuration)].flatMap(
    ({ resource, project, values }) => {
      const isOf = (own: string | undefined) =>
        project === undefined || own === undefined || google.isSameProject(own, project) !== false;
      const refused = made.find((one) => isOf(one.project) && isRefused(values, one.issuer));
      if (!refused) return [];
      const { issuer } = refused;
      const reason = `may refuse pool providers of ${issuer} (${CONSTRAINT}), which an edge needs`;
      return [{ place: placeOf(resource), resource, reason }];
    },
  );
}

interface Policy {
  readonly resource: Resource;
  /** The project's id or number; undefined above projects. */
  readonly project?: string;
  readonly values: Values;
}

/** Terraform registry: "google_org_policy_policy". */
function currentPolicies(configuration: Configuration): readonly Policy[] {
  return configuration.resources("google_org_policy_policy").flatMap((resource) =>
    unlessUnresolved((): readonly Policy[] => {
      const name = text(resource.argument("name")) ?? "";
      if (!name.endsWith(`/policies/${CONSTRAINT}`)) return [];
      const rules = blocks(block(resource.argument("spec")).rules);
      const lists = rules.flatMap(({ values }) => blocks(values));
      return [
        {
          ...{ resource, project: /^projects\/([^/]+)\//.exec(name)?.[1] },
          values: {
            allowed: lists.flatMap(({ allowed_values: values }) => texts(values)),
            denied: lists.flatMap(({ denied_values: values }) => texts(values)),
            isDenyingAll: rules.some(({ deny_all: all }) => isTrue(all)),
            isAllowingAll: rules.some(({ allow_all: all }) => isTrue(all)),
          },
        },
      ];
    }, []),
  );
}

/** Terraform registry: "google_project_organization_policy" and those of folders and organizations. */
function olderPolicies(configuration: Configuration): readonly Policy[] {
  return ["project", "folder", "organization"]
    .flatMap((level) =>
      configuration.resources(`google_${level === "organization" ? "" : `${level}_`}organization_policy`),
    )
    .flatMap((resource) =>
      unlessUnresolved((): readonly Policy[] => {
        if (text(resource.argument("constraint"))?.replace(/^constraints\//, "") !== CONSTRAINT) return [];
        const { allow, deny } = block(resource.argument("list_policy"));
        return [
          {
            ...{ resource, project: text(resource.argument("project"))?.replace(/^projects\//, "") },
            values: {
              allowed: texts(block(allow).values),
              denied: texts(block(deny).values),
              isDenyingAll: isTrue(block(deny).all),
              isAllowingAll: isTrue(block(allow).all),
            },
          },
        ];
      }, []),
    );
}

function isRefused({ allowed, denied, isDenyingAll, isAllowingAll }: Values, issuer: string): boolean {
  const means = (value: string) => value.replace(/^is:/, "") === issuer;
  if (isDenyingAll || denied.some(means)) return true;
  return !isAllowingAll && allowed.length > 0 && !allowed.some(means);
}

function isTrue(value: unknown): boolean {
  return text(value)?.toLowerCase() === "true";
}
