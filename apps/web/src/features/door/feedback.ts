import type { Shown } from './use-door.ts';

/** What is heard and felt: one rising chord for a welcome, falling and longer for a refusal. */

type Tone = { frequency: number; startMs: number; lengthMs: number; wave: OscillatorType };

const sounds: Record<'welcome' | 'attention' | 'refusal', Tone[]> = {
  welcome: [
    { frequency: 784, startMs: 0, lengthMs: 110, wave: 'sine' },
    { frequency: 1175, startMs: 100, lengthMs: 190, wave: 'sine' },
  ],
  attention: [
    { frequency: 523, startMs: 0, lengthMs: 170, wave: 'triangle' },
    { frequency: 523, startMs: 240, lengthMs: 170, wave: 'triangle' },
    { frequency: 523, startMs: 480, lengthMs: 240, wave: 'triangle' },
  ],
  refusal: [
    { frequency: 330, startMs: 0, lengthMs: 260, wave: 'square' },
    { frequency: 196, startMs: 270, lengthMs: 480, wave: 'square' },
  ],
};

const patterns: Record<keyof typeof sounds, number[]> = {
  welcome: [60],
  attention: [90, 80, 90, 80, 90],
  refusal: [350, 100, 350],
};

export function feedbackOf(shown: Shown): keyof typeof sounds {
  if (shown === 'accepted') return 'welcome';
  return shown === 'already_used' || shown === 'not_yet_valid' || shown === 'noAnswer'
    ? 'attention'
    : 'refusal';
}

let context: AudioContext | undefined;

/** Browsers let a page sound only after a touch: call this from one. */
export function unlockSound(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') context.resume().catch(() => {});
}

export function playFeedback(
  shown: Shown,
  { sound, vibration }: { sound: boolean; vibration: boolean },
): void {
  const kind = feedbackOf(shown);
  if (vibration && 'vibrate' in navigator) navigator.vibrate(patterns[kind]);
  if (!sound || !context || context.state !== 'running') return;
  for (const tone of sounds[kind]) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    const start = context.currentTime + tone.startMs / 1000;
    const end = start + tone.lengthMs / 1000;
    // A few milliseconds up and down, or every tone begins and ends with a click.
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(tone.wave === 'square' ? 0.25 : 0.5, start + 0.01);
    gain.gain.setValueAtTime(tone.wave === 'square' ? 0.25 : 0.5, end - 0.03);
    gain.gain.linearRampToValueAtTime(0, end);
    oscillator.type = tone.wave;
    oscillator.frequency.value = tone.frequency;
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(end);
  }
}
