import { fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs the default export of a module in a process of its own and gives what it returns: a load client
 * that shared a process with whoever counts would measure itself. It ends with this process.
 * @param module an address as `import.meta.resolve` gives
 */
export async function runApart<Input, Output>(module: string, input: Input): Promise<Output> {
  const child = fork(join(import.meta.dirname, 'apart-main.ts'), {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  try {
    return await new Promise<Output>((resolve, reject) => {
      child.once('message', (answer: { output: Output } | { error: string }) =>
        'output' in answer ? resolve(answer.output) : reject(new Error(answer.error)),
      );
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        reject(new Error(`${module} ended without a result (${signal ?? code})`)),
      );
      child.send({ module, input });
    });
  } finally {
    if (child.connected) child.disconnect();
  }
}
