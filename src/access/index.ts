export { AccessLevel, ClusterAccess } from "./cluster-access";
