import { registrationToken } from '@foyer/db';

export type Links = {
  /** The host, as a reader knows it from the address bar. */
  site: string;
  /** What the installation calls itself. */
  siteName: string;
  registration(registrationId: string): string;
  calendarFile(registrationId: string): string;
  event(organizationSlug: string, eventSlug: string): string;
  verifyEmail(token: string): string;
  resetPassword(token: string): string;
  webhookEndpoint(organizationSlug: string, endpointId: string): string;
  forgotPassword: string;
  signIn: string;
};

/** Every address that leaves in a mail. A registration's link carries its bearer secret. */
export function createLinks(options: {
  /** null: the host stands in. */
  siteName: string | null;
  publicWebUrl: string;
  publicApiUrl: string;
  secret: string;
}): Links {
  const web = (path: string, query: Record<string, string> = {}) =>
    address(options.publicWebUrl, path, query);
  const credential = (id: string) => ({ token: `${id}.${registrationToken(options.secret, id)}` });
  return {
    site: new URL(options.publicWebUrl).host,
    siteName: options.siteName ?? new URL(options.publicWebUrl).host,
    registration: (id) => web(`/registrations/${id}`, credential(id)),
    calendarFile: (id) =>
      address(options.publicApiUrl, `/registrations/${id}/calendar.ics`, credential(id)),
    event: (organization, event) => web(`/e/${organization}/${event}`),
    verifyEmail: (token) => web('/verify-email', { token }),
    resetPassword: (token) => web('/reset-password', { token }),
    webhookEndpoint: (organization, id) => web(`/organize/${organization}/webhooks/${id}`),
    forgotPassword: web('/forgot-password'),
    signIn: web('/sign-in'),
  };
}

function address(base: string, path: string, query: Record<string, string>): string {
  const url = new URL(base);
  url.pathname = url.pathname.replace(/\/$/, '') + path;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
