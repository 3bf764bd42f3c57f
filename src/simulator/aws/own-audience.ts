/** The audience of the tokens that pods show to AWS for a role of their own. */
export { DEFAULT_AWS_AUDIENCE as OWN_ROLE_AUDIENCE } from "../../vendor/aws/sts";
