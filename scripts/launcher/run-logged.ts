import { spawn } from 'node:child_process';
import { rootDir } from './paths.ts';
import { Problem } from './problem.ts';

/** Runs a command to its end, silently unless it fails; then its last output is in the error. */
export async function runLogged(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  cwd = rootDir,
): Promise<string> {
  return await new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-20_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => reject(new Problem(`Cannot run ${command}: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const end = output.trim().split('\n').slice(-25).join('\n');
      reject(new Problem(`${command} ${args.join(' ')} failed (${signal ?? code}):\n${end}`));
    });
  });
}
