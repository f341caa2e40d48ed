/** Calling somebody who waits in another tab or another room: a chime, and the system's notification. */

const storageKey = 'foyer_line_call';

export function isCallWanted(): boolean {
  try {
    return localStorage.getItem(storageKey) === '1';
  } catch {
    return false;
  }
}

let context: AudioContext | undefined;

/** Call from a press: browsers let a page sound, and ask for permission, only then. */
export async function wantCall(isWanted: boolean): Promise<void> {
  try {
    if (isWanted) localStorage.setItem(storageKey, '1');
    else localStorage.removeItem(storageKey);
  } catch {
    // Without storage the wish lives as long as the page.
  }
  if (!isWanted) return;
  unlockSound();
  if (typeof Notification !== 'undefined' && Notification.permission === 'default')
    await Notification.requestPermission().catch(() => {});
}

function unlockSound(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') context.resume().catch(() => {});
}

/** Three rising notes, as before a curtain. */
const notes = [523, 659, 784];

export function call({ title, text, tag }: { title: string; text: string; tag: string }): void {
  if (context?.state === 'running') {
    for (const [i, frequency] of notes.entries()) {
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      const start = context.currentTime + i * 0.22;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.35, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
      oscillator.frequency.value = frequency;
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(start);
      oscillator.stop(start + 0.65);
    }
  }
  if (document.visibilityState === 'visible' || typeof Notification === 'undefined') return;
  if (Notification.permission !== 'granted') return;
  try {
    // One per event, however many tabs are open.
    const notification = new Notification(title, { body: text, tag });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
  } catch {
    // Phones' browsers show notifications of installed apps only; the chime and the title remain.
  }
}
