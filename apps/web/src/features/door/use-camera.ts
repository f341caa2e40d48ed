'use client';

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { QrReader } from './qr-reader.ts';

export type CameraState =
  | 'off'
  | 'starting'
  | 'on'
  | 'denied'
  | 'missing'
  | 'busy'
  | 'insecure'
  /** There is a picture, but nothing that reads it. */
  | 'failed';

/** Ten looks a second are more than hands can show tickets, and leave the phone cool. */
const LOOK_EVERY_MS = 100;

function stateOf(error: unknown): CameraState {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}

/** The camera from permission to the text of a QR code. */
export function useCamera(onText: (text: string) => void): {
  video: RefObject<HTMLVideoElement | null>;
  state: CameraState;
  start: () => void;
  stop: () => void;
  torch: { isOn: boolean; toggle: () => void } | null;
  switchCamera: (() => void) | null;
} {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CameraState>('off');
  const [wanted, setWanted] = useState<{ facing: 'environment' | 'user' } | null>(null);
  const [torch, setTorch] = useState<{ isOn: boolean; track: MediaStreamTrack } | null>(null);
  const [hasSeveral, setHasSeveral] = useState(false);
  const latest = useRef(onText);
  useEffect(() => {
    latest.current = onText;
  });

  useEffect(() => {
    if (wanted === null) return;
    let stream: MediaStream | null = null;
    let reader: QrReader | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;

    async function run(facing: 'environment' | 'user') {
      if (!navigator.mediaDevices?.getUserMedia) return setState('insecure');
      setState('starting');
      try {
        stream = await navigator.mediaDevices.getUserMedia({
          audio: false,
          video: {
            facingMode: { ideal: facing },
            width: { ideal: 1280 },
            height: { ideal: 720 },
          },
        });
      } catch (error) {
        if (!isGone) setState(stateOf(error));
        return;
      }
      const element = video.current;
      if (isGone || !element) return release();
      element.srcObject = stream;
      await element.play().catch(() => {});
      try {
        const { createQrReader } = await import('./qr-reader.ts');
        reader = await createQrReader();
      } catch {
        return fail();
      }
      if (isGone) return release();

      const track = stream.getVideoTracks()[0];
      track?.addEventListener('ended', () => setState('busy'));
      // TypeScript's list of camera capabilities does not know the torch.
      const capabilities = track?.getCapabilities?.() as { torch?: boolean } | undefined;
      setTorch(track && capabilities?.torch ? { isOn: false, track } : null);
      const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
      setHasSeveral(devices.filter(({ kind }) => kind === 'videoinput').length > 1);
      setState('on');
      look(element, reader);
    }

    async function look(element: HTMLVideoElement, qr: QrReader) {
      if (isGone) return;
      try {
        if (element.readyState >= 2 && document.visibilityState === 'visible') {
          const text = await qr.read(element);
          if (text && !isGone) latest.current(text);
        }
      } catch (error) {
        if (error instanceof Error && error.name === 'ReaderBroken') return fail();
        // One picture that could not be read; the next comes at once.
      }
      if (!isGone) timer = setTimeout(() => look(element, qr), LOOK_EVERY_MS);
    }

    function fail() {
      release();
      if (!isGone) setState('failed');
    }

    function release() {
      for (const track of stream?.getTracks() ?? []) track.stop();
      reader?.close();
    }

    run(wanted.facing);
    return () => {
      isGone = true;
      clearTimeout(timer);
      release();
      setTorch(null);
    };
  }, [wanted]);

  return {
    video,
    state,
    start: useCallback(() => setWanted((now) => ({ facing: now?.facing ?? 'environment' })), []),
    stop: useCallback(() => {
      setWanted(null);
      setState('off');
    }, []),
    torch: torch && {
      isOn: torch.isOn,
      toggle: () => {
        const isOn = !torch.isOn;
        const constraint = { advanced: [{ torch: isOn } as MediaTrackConstraintSet] };
        torch.track.applyConstraints(constraint).then(
          () => setTorch({ ...torch, isOn }),
          () => setTorch(null),
        );
      },
    },
    switchCamera: hasSeveral
      ? () =>
          setWanted((now) => ({
            facing: now?.facing === 'environment' ? 'user' : 'environment',
          }))
      : null,
  };
}
