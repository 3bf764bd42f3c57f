import { requestTrial } from "./requests";

/** It may do nothing else to the resources that were declared. */
export const nextVerb = requestTrial("next-verb", "next-verb");
