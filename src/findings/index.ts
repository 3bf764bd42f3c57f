export * from "./checks";
export * from "./acknowledgements";
export * from "./finding";
export * from "./findings";
export { DECLARE_IT, undeclaredTrust, unclaimedTrusts } from "./rules/unclaimed-trusts";
export { craftedTrusts } from "./rules/crafted-tokens";
export type { CraftedTrust } from "./rules/crafted-tokens";
