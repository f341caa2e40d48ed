import type { Answer, Tenants } from '../../support/isolation-tenants.ts';
import { Findings } from '../findings.ts';
import { differenceOf, withoutSent } from '../graphql/compare.ts';
import { otherSide, type Side } from '../world/canaries.ts';
import type { Viewer } from '../world/viewers.ts';
import { nobody, type RestRequest, restQuestions } from './questions.ts';

/** Every route of the API, to be asked by whomever for what is of either tenant. */
export function createRestProbes(tenants: Tenants) {
  const { plant, leaksOf, viewers, api } = tenants;
  const routes = restQuestions(tenants);

  const comparable = (answer: Answer, sent: RestRequest): string =>
    withoutSent(
      { ...answer, text: answer.text.replaceAll(/"requestId":"[^"]*"|\d+ seconds/g, '') },
      [...sent.path.split(/[/?]/), sent.body],
    );

  async function ask(side: Side, route: string, viewer: Viewer, findings: Findings): Promise<void> {
    const [method = 'GET', path = '/'] = route.split(' ');
    const pairs: { theirs: RestRequest; nobodys: RestRequest | null }[] = (await routes[
      route
    ]?.requests?.(side, viewer)) ?? [{ theirs: { path }, nobodys: null }];
    for (const { theirs, nobodys } of pairs) {
      const answer = await tenants.ask(viewer, method, theirs.path, theirs.body, theirs.headers);
      const sent = JSON.stringify(theirs);
      for (const leak of leaksOf(
        side,
        `${answer.text} ${answer.location ?? ''} ${Object.values(answer.headers).join(' ')}`,
        sent,
      ))
        findings.add(leak, viewer);
      if (!nobodys) continue;
      const none = await tenants.ask(viewer, method, nobodys.path, nobodys.body, nobodys.headers);
      const difference = differenceOf(comparable(answer, theirs), comparable(none, nobodys));
      if (difference) findings.add(difference, viewer);
    }
  }

  return {
    routes,

    /** What is wrong with the answers of everybody who is no part of a tenant. */
    async findingsAbout(side: Side, route: string): Promise<string[]> {
      const findings = new Findings();
      for (const viewer of tenants.strangersOf(side)) await ask(side, route, viewer, findings);
      return findings.list();
    },

    /** What is wrong with the answer that its own people get; nothing where there is none of theirs to get. */
    async findingsOfOwn(side: Side, route: string): Promise<string[]> {
      const own = await routes[route]?.own?.(side);
      if (!own) return [];
      const [method = 'GET'] = route.split(' ');
      const { viewer, request, shows } = own;
      const answer = await tenants.ask(viewer, method, request.path, request.body, request.headers);
      if (answer.status < 400 && shows(answer)) return [];
      return [`${viewer.name} does not get it: ${answer.status} ${answer.text.slice(0, 300)}`];
    },

    /** Whether a link of one tenant's registration opens one of the other's. */
    async findingsWithForeignLink(side: Side): Promise<string[]> {
      const findings = new Findings();
      const [theirs, foreign] = [side, otherSide(side)].map((of) =>
        String(plant.find(of, 'app_public.registrations', 'public', 'guest').values.id),
      ) as [string, string];
      const [, mac = ''] = api.link(foreign).split('.');
      const stranger = viewers[0] as Viewer;
      const calendarOf = (id: string, token: string) =>
        tenants.ask(stranger, 'GET', `/registrations/${id}/calendar.ics?token=${token}`);
      for (const link of [mac, `${foreign}.${mac}`, `${theirs}.${mac}`]) {
        const answer = await calendarOf(theirs, link);
        const none = await calendarOf(nobody, link.replace(theirs, nobody));
        if (answer.status !== none.status || answer.status < 401)
          findings.add(`not yours is ${answer.status}, not there ${none.status}`, stranger);
        for (const leak of leaksOf(side, answer.text, link)) findings.add(leak, stranger);
      }
      return findings.list();
    },
  };
}
