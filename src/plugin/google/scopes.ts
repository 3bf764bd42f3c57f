/** What a GKE API server asks of an access token. */
export const CLOUD_PLATFORM_SCOPE = "https://www.googleapis.com/auth/cloud-platform";
/** Without it GKE sees a service account's number where RBAC names its email. */
export const USERINFO_EMAIL_SCOPE = "https://www.googleapis.com/auth/userinfo.email";
