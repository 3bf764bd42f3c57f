import { aggregatedRoles, awsAuth, opaqueReleases } from "../../simulator";
import { Finding, Rule } from "../finding";

/** Grants that were read and are not simulated: a table says nothing of them. */
export const unseenGrants: Rule = ({ clouds, configuration, edges }) =>
  [
    ...clouds.flatMap((cloud) => cloud.unseen(configuration, edges)),
    ...aggregatedRoles(configuration),
    ...awsAuth(configuration),
    ...opaqueReleases(configuration),
  ].map((one): Finding => ({ code: "unseen-grant", severity: "gap", ...one }));
