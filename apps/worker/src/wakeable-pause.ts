/** A pause between rounds of work. A wake that comes during a round ends the pause after it at once. */
export type WakeablePause = {
  wake(): void;
  /** What woke until now is done with, by the round that begins or because that is not to be tried again at once. */
  forget(): void;
  wait(ms: number): Promise<void>;
};

export function createWakeablePause(): WakeablePause {
  let isAwake = false;
  let end = () => {};
  return {
    wake() {
      isAwake = true;
      end();
    },
    forget() {
      isAwake = false;
    },
    wait: (ms) =>
      new Promise((resolve) => {
        if (isAwake) return resolve();
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}
