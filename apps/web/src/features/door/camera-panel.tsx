'use client';

import { CameraOff, Flashlight, FlashlightOff, ScanLine, SwitchCamera, X } from 'lucide-react';
import { useT } from '@/lib/i18n/client';
import { Button, IconButton } from '@/ui/button';
import { cx } from '@/ui/cx';
import { Spinner } from '@/ui/spinner';
import type { useCamera } from './use-camera';

/** The picture with its frame, or what stands in its way. */
export function CameraPanel({
  camera,
  place,
  onStart,
}: {
  camera: ReturnType<typeof useCamera>;
  place: string | null;
  onStart: () => void;
}) {
  const t = useT('door');
  const { state, torch, switchCamera } = camera;
  const hasPicture = state === 'on' || state === 'starting';
  return (
    <section
      aria-label={t('camera.label')}
      className="relative min-h-64 flex-1 overflow-hidden bg-sunken"
    >
      <video
        ref={camera.video}
        playsInline
        muted
        className={cx('absolute inset-0 size-full object-cover', !hasPicture && 'invisible')}
      />
      {state === 'on' ? (
        <>
          <div aria-hidden="true" className="absolute inset-0 flex items-center justify-center p-6">
            <div className="aspect-square w-full max-w-72 rounded-float border-4 border-lamp shadow-[0_0_0_200vmax_rgb(0_0_0/0.45)]" />
          </div>
          <p className="absolute inset-x-0 top-3 text-center text-sm font-semibold text-on-stage drop-shadow">
            <span className="rounded-full bg-scrim px-3 py-1.5">{t('camera.aim')}</span>
          </p>
          <div className="absolute inset-x-0 bottom-3 flex justify-center gap-3">
            {torch ? (
              <IconButton
                label={t(torch.isOn ? 'camera.torchOff' : 'camera.torchOn')}
                aria-pressed={torch.isOn}
                onClick={torch.toggle}
                variant="secondary"
              >
                {torch.isOn ? (
                  <FlashlightOff aria-hidden="true" />
                ) : (
                  <Flashlight aria-hidden="true" />
                )}
              </IconButton>
            ) : null}
            {switchCamera ? (
              <IconButton label={t('camera.switch')} onClick={switchCamera} variant="secondary">
                <SwitchCamera aria-hidden="true" />
              </IconButton>
            ) : null}
            <IconButton label={t('camera.stop')} onClick={camera.stop} variant="secondary">
              <X aria-hidden="true" />
            </IconButton>
          </div>
        </>
      ) : (
        <div className="absolute inset-0 flex flex-col items-center justify-center gap-4 overflow-y-auto p-6 text-center">
          {state === 'starting' ? (
            <p role="status" className="flex items-center gap-3 rounded-full bg-scrim px-4 py-2">
              <Spinner />
              {t('camera.starting')}
            </p>
          ) : state === 'off' ? (
            <>
              <h2 className="text-title font-semibold">
                {place ? t('idle.title', { place }) : t('idle.titleNoGate')}
              </h2>
              <Button variant="primary" size="lg" onClick={onStart} className="min-h-16 px-8">
                <ScanLine aria-hidden="true" />
                {t('idle.start')}
              </Button>
              <p className="max-w-sm text-sm text-muted">{t('idle.text')}</p>
            </>
          ) : (
            <>
              <CameraOff aria-hidden="true" className="size-12 text-caution" />
              <h2 className="text-title font-semibold">{t(`camera.${state}`)}</h2>
              <p role="alert" className="max-w-sm text-muted">
                {t(`camera.${state}Text`)}
              </p>
              {state === 'insecure' ? null : <Button onClick={onStart}>{t('camera.retry')}</Button>}
            </>
          )}
        </div>
      )}
    </section>
  );
}
