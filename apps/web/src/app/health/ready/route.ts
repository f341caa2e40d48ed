import { serverConfig } from '@/lib/config/server';
import { send } from '@/lib/request';

/** Pages can be served: the environment is complete and the API answers within two seconds. */
export async function GET() {
  const checks: Record<string, string> = {};
  try {
    const result = await send(`${serverConfig().internalApiUrl}/health/live`, {
      method: 'GET',
      timeoutMs: 2_000,
      cache: 'no-store',
    });
    checks.api = !result.ok
      ? result.error.code
      : result.data.status === 200
        ? 'ok'
        : `HTTP ${result.data.status}`;
  } catch (error) {
    checks.environment = error instanceof Error ? error.message : 'unreadable';
  }
  const isReady = Object.values(checks).every((value) => value === 'ok');
  return Response.json(
    { status: isReady ? 'ok' : 'unavailable', checks },
    { status: isReady ? 200 : 503 },
  );
}
export const dynamic = 'force-dynamic';
