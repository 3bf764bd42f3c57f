/** How a client reaches an API server, beyond endpoint and certificate authority. */
export interface ServerOptions {
  /** The name that the server's certificate is checked against. @default - the endpoint's host */
  readonly tlsServerName?: string;
  /** A proxy on the way: an http, https or socks5 URL without user and password. @default - the client's environment */
  readonly proxyUrl?: string;
}
