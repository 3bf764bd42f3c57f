import { World } from "../simulator";
import { Finding, RefusedObjectRule, Rule } from "./finding";
import { jobInputs } from "./rules/job-inputs";
import { argoCdClusters } from "./rules/argo-cd-clusters";
import { argoCdPatches } from "./rules/argo-cd-patches";
import { argoCdPlaces } from "./rules/argo-cd-places";
import { misplacedBindings } from "./rules/misplaced-bindings";
import { pluginFiles } from "./rules/plugin-files";
import { widerBuiltInRoles } from "./rules/wider-built-in-roles";
import { assumptions } from "./rules/assumptions";
import { boundPrincipalSets } from "./rules/bound-principal-sets";
import { bucketAccessLists } from "./rules/bucket-access-lists";
import { clientCertificates } from "./rules/client-certificates";
import { astrayTokens } from "./rules/astray-tokens";
import { clustersElsewhere } from "./rules/clusters-elsewhere";
import { createdTwice } from "./rules/created-twice";
import { credentialsElsewhere } from "./rules/credentials-elsewhere";
import { craftedTokens } from "./rules/crafted-tokens";
import { danglingReferences } from "./rules/dangling-references";
import { deniedPrincipals } from "./rules/denied-principals";
import { furtherRightsRule, unsureFurtherRights } from "./rules/further-rights";
import { differentClouds } from "./rules/different-clouds";
import { differentPrincipals } from "./rules/different-principals";
import { differentProjects } from "./rules/different-projects";
import { differentTenants } from "./rules/different-tenants";
import { directIssuers } from "./rules/direct-issuers";
import { documentFaults } from "./rules/document-faults";
import { doubtfulFiles } from "./rules/doubtful-files";
import { encryptedResources } from "./rules/encrypted-resources";
import { entriesElsewhere } from "./rules/entries-elsewhere";
import { furtherEntries } from "./rules/further-entries";
import { furtherIdentities } from "./rules/further-identities";
import { furtherSubjects } from "./rules/further-subjects";
import { furtherTrustsRule } from "./rules/further-trusts";
import { homelessBindings } from "./rules/homeless-bindings";
import { ignoredChanges } from "./rules/ignored-changes";
import { impersonators } from "./rules/impersonators";
import { incompletePlans } from "./rules/incomplete-plans";
import { leftBehind } from "./rules/left-behind";
import { leftOutObjects } from "./rules/left-out";
import { mintedTokens } from "./rules/minted-tokens";
import { mixedClusters } from "./rules/mixed-clusters";
import { missingLookups } from "./rules/missing-lookups";
import { nativeAccounts } from "./rules/native-accounts";
import { openTemplates } from "./rules/open-templates";
import { overwrittenGrants } from "./rules/overwritten-grants";
import { ownRoles } from "./rules/own-roles";
import { podClients } from "./rules/pod-clients";
import { podIdentities } from "./rules/pod-identities";
import { podPlugins } from "./rules/pod-plugins";
import { podVolumes } from "./rules/pod-volumes";
import { refusedAssignments } from "./rules/refused-assignments";
import { refusedMembers } from "./rules/refused-members";
import { refusedObjects } from "./rules/refused-objects";
import { refusedPolicies } from "./rules/refused-policies";
import { refusedProviders } from "./rules/refused-providers";
import { shadowedWiring } from "./rules/shadowed-wiring";
import { takenPoliciesRule } from "./rules/taken-policies";
import { unclaimedMembers } from "./rules/unclaimed-members";
import { unclaimedTrusts } from "./rules/unclaimed-trusts";
import { unconfiguredProviders } from "./rules/unconfigured-providers";
import { ungivenGrants } from "./rules/ungiven-grants";
import { wildcardNames } from "./rules/wildcard-names";
import { unjudgedServices } from "./rules/unjudged-services";
import { unknownResourcePolicies } from "./rules/unknown-resource-policies";
import { unknownPods } from "./rules/unknown-pods";
import { unknownSettings } from "./rules/unknown-settings";
import { unreadSections } from "./rules/unread-sections";
import { unreadTokens } from "./rules/unread-tokens";
import { accountWideGrants } from "./rules/account-wide-grants";
import { customizedSubjects } from "./rules/customized-subjects";
import { tokenMinters } from "./rules/token-minters";
import { unreadPrograms } from "./rules/unread-programs";
import { unreadTypes } from "./rules/unread-types";
import { unseenGrants } from "./rules/unseen-grants";
import { uploadedKeys } from "./rules/uploaded-keys";
import { webhookPods } from "./rules/webhook-pods";
import { webhookReleases } from "./rules/webhook-releases";
import { wideSettings } from "./rules/wide-settings";

/** Every rule, in the order in which its findings are told. */
export const RULES: readonly Rule[] = [
  furtherTrustsRule,
  furtherRightsRule,
  furtherIdentities,
  furtherSubjects,
  furtherEntries,
  entriesElsewhere,
  directIssuers,
  impersonators,
  mintedTokens,
  tokenMinters,
  clientCertificates,
  craftedTokens,
  unconfiguredProviders,
  refusedProviders,
  danglingReferences,
  openTemplates,
  refusedObjects,
  refusedPolicies,
  createdTwice,
  refusedMembers,
  refusedAssignments,
  missingLookups,
  ungivenGrants,
  encryptedResources,
  bucketAccessLists,
  wildcardNames,
  ownRoles,
  widerBuiltInRoles,
  overwrittenGrants,
  takenPoliciesRule,
  deniedPrincipals,
  clustersElsewhere,
  documentFaults,
  argoCdPlaces,
  argoCdPatches,
  pluginFiles,
  jobInputs,
  misplacedBindings,
  shadowedWiring,
  podVolumes,
  podIdentities,
  nativeAccounts,
  mixedClusters,
  podClients,
  astrayTokens,
  podPlugins,
  webhookPods,
  webhookReleases,
  unreadTokens,
  unknownPods,
  doubtfulFiles,
  argoCdClusters,
  differentPrincipals,
  differentProjects,
  differentTenants,
  differentClouds,
  credentialsElsewhere,
  unclaimedMembers,
  uploadedKeys,
  ignoredChanges,
  leftBehind,
  incompletePlans,
  unreadSections,
  wideSettings,
  unknownSettings,
  homelessBindings,
  unreadTypes,
  unreadPrograms,
  unseenGrants,
  accountWideGrants,
  customizedSubjects,
  boundPrincipalSets,
  unknownResourcePolicies,
  unjudgedServices,
  unclaimedTrusts,
  leftOutObjects,
  assumptions,
];

/**
 * What every rule finds in a world.
 *
 * @param now seconds since 1970
 */
export function findingsIn(world: World, now: number): readonly Finding[] {
  return RULES.flatMap((rule) => rule(world, now));
}

const REFUSED_OBJECTS: readonly RefusedObjectRule[] = [danglingReferences, openTemplates, refusedObjects, createdTwice];

/** Rules with much to find that grants nothing beyond the rights that are told, by what they find beside it. */
const OPEN: ReadonlyMap<Rule, Rule> = new Map<Rule, Rule>([
  ...REFUSED_OBJECTS.map((rule) => [rule, () => []] as const),
  [furtherRightsRule, unsureFurtherRights],
]);

/**
 * What rules find in a world, without refused objects and without the rights in clusters that nothing declares: for what tells every
 * right by itself.
 *
 * @param now seconds since 1970
 */
export function openFindingsIn(world: World, now: number): readonly Finding[] {
  return RULES.flatMap((rule) => (OPEN.get(rule) ?? rule)(world, now));
}
