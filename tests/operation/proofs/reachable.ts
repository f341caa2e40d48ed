import type { Proof } from './proof.ts';
import { killAndSeeReadiness, well } from './readiness.ts';

export const reachable: Proof[] = [
  {
    fault: 'the API is killed',
    raises: ['FoyerServiceDown'],
    isQuick: true,
    async cause({ system }) {
      await system.supervisor.kill('api');
      return () => system.supervisor.revive('api');
    },
  },
  ...['worker', 'checkin', 'web'].map(
    (service): Proof => ({
      fault: `${service} is killed`,
      raises: ['FoyerServiceDown'],
      async cause({ system }) {
        await system.supervisor.kill(service);
        return () => system.supervisor.revive(service);
      },
    }),
  ),
  {
    fault: 'the Redis of the queues is killed',
    raises: ['FoyerDependencyDown'],
    isQuick: true,
    cause: (scene) =>
      killAndSeeReadiness(scene, 'redis-queue', {
        // People still buy; only counts on screens stand still.
        api: { code: 200, status: 'degraded', down: ['redis'] },
        worker: { code: 503, status: 'unready', down: ['redis'] },
        checkin: well,
      }),
  },
  {
    fault: 'PostgreSQL is killed',
    raises: ['FoyerDependencyDown'],
    cause: (scene) =>
      killAndSeeReadiness(scene, 'postgres', {
        api: { code: 503, status: 'unready', down: ['database', 'live'] },
        worker: { code: 503, status: 'unready', down: ['database'] },
        // The door goes on: what it decides waits in Redis.
        checkin: { code: 200, status: 'degraded', down: ['postgres'] },
      }),
  },
];
