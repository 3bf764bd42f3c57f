import { requestTrial } from "./requests";

/** It may not use the resources whose names begin or end like those that were declared. */
export const nextResource = requestTrial("next-resource", "next-resource");
