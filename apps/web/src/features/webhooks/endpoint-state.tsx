import { CircleCheck, CircleSlash, TriangleAlert } from 'lucide-react';
import type { WebhookEndpointFactsFragment } from '@/gql/graphql';
import { useT } from '@/lib/i18n/client';
import { Badge, type Tone } from '@/ui/badge';

export type Endpoint = WebhookEndpointFactsFragment;
export type EndpointState = 'working' | 'failing' | 'off';

export function stateOf(endpoint: Endpoint): EndpointState {
  if (endpoint.disabledAt) return 'off';
  return endpoint.failingSince ? 'failing' : 'working';
}

const looks = {
  working: ['positive', CircleCheck],
  failing: ['critical', TriangleAlert],
  off: ['neutral', CircleSlash],
} as const satisfies Record<EndpointState, [Tone, unknown]>;

export function EndpointBadge({ endpoint }: { endpoint: Endpoint }) {
  const t = useT('webhooks');
  const state = stateOf(endpoint);
  const [tone, Icon] = looks[state];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {t(`state.${state}`)}
    </Badge>
  );
}
