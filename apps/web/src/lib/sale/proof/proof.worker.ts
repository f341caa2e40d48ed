import { searchProof } from './search.ts';

type Task = { challenge: string; bits: number };
export type Report = { tried: number; proof: string | null };

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Task>) => void) | null;
  postMessage(report: Report): void;
};

/** About a twentieth of a second on a phone: often enough for a bar that moves. */
const pieceSize = 16_384;

scope.onmessage = ({ data: { challenge, bits } }) => {
  for (let tried = 0; ; tried += pieceSize) {
    const proof = searchProof(challenge, bits, tried, pieceSize);
    scope.postMessage({ tried: tried + pieceSize, proof });
    if (proof) return;
  }
};
