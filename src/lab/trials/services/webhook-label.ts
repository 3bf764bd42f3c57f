import { webhookTrial, withoutToken } from "./webhook-context";

/** A pod without the label that the webhook asks for starts without a credential. */
export const webhookLabel = webhookTrial({
  code: "webhook-label",
  category: "layer",
  way: "simulator",
  isFor: ({ isWiredItself, unknown, webhook }) =>
    webhook.label !== undefined && !isWiredItself && unknown === undefined,
  find: ({ bench }, _edge, pod) => withoutToken(bench, pod.become("up", "without the webhook's")),
});
