import { webhookTrial, withoutToken } from "./webhook-context";

/** A pod that is made while the webhook is down has no credential: it is refused, or starts without one. */
export const webhookDown = webhookTrial({
  code: "webhook-down",
  category: "layer",
  way: "simulator",
  isFor: ({ isWiredItself, unknown }) => !isWiredItself && unknown === undefined,
  find: ({ bench }, _edge, pod) => withoutToken(bench, pod.become("down")),
});
