import { Redis } from 'ioredis';
import { eventKeys } from '../../../apps/checkin/src/redis/keys.ts';
import { doorIsReady, withRedis } from '../../../infrastructure/load/support/door.ts';
import { keepDoing, openTransaction } from './disturb.ts';
import type { Proof } from './proof.ts';
import { killAndSeeReadiness, well } from './readiness.ts';
import { scan } from './scene.ts';

export const door: Proof[] = [
  {
    fault: 'the Redis of the door is killed while people are scanned',
    raises: ['FoyerDependencyDown', 'FoyerDoorImpaired'],
    isQuick: true,
    async cause(scene) {
      const stop = keepDoing(() => scan(scene), 2, 100);
      const mend = await killAndSeeReadiness(scene, 'redis-checkin', {
        api: well,
        worker: well,
        checkin: { code: 503, status: 'unready', down: ['redis'] },
      });
      return async () => {
        await mend();
        await doorIsReady(scene.system, scene.door);
        // Some good scans, so that the door is seen to be well.
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        await stop();
      };
    },
  },
  {
    fault: 'the Redis of the door answers half a second late',
    raises: ['FoyerDoorImpaired'],
    async cause(scene) {
      const redis = new Redis(scene.system.plan.checkinRedisUrl);
      const stopScans = keepDoing(() => scan(scene), 2, 50);
      const stopPauses = keepDoing(() => redis.call('CLIENT', 'PAUSE', '500', 'ALL'), 1, 10);
      return async () => {
        await stopPauses();
        await stopScans();
        redis.disconnect();
      };
    },
  },
  {
    fault: 'PostgreSQL takes no check-ins, while people are scanned',
    raises: ['FoyerCheckinsNotRecorded'],
    isSlow: true,
    // Thirty seconds are the threshold.
    ringsWithinMs: 60_000,
    async cause(scene) {
      const unlock = await openTransaction(
        scene.system.admin,
        'lock table app_public.scans in exclusive mode',
      );
      for (let i = 0; i < 20; i++) await scan(scene);
      return unlock;
    },
  },
  {
    fault: 'a decision of the door cannot be read',
    raises: ['FoyerCheckinsNotRecorded'],
    isQuick: true,
    async cause({ system, door }) {
      const { stream, poison } = eventKeys(door.id);
      const url = system.plan.checkinRedisUrl;
      await withRedis(url, (redis) => redis.xadd(stream, '*', 'entry', 'not what it was'));
      return async () => {
        await withRedis(url, (redis) => redis.del(poison));
      };
    },
  },
];
