/** RFC 4648 with all of its padding. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Whether a text is base64 as Go's `encoding/base64` takes it, which the API server and providers use: it ignores the ends of lines alone. */
export function isBase64(text: string): boolean {
  return BASE64.test(text.replace(/[\r\n]/g, ""));
}
