import { spawn } from 'node:child_process';

/** Runs a program, and throws what it wrote when it fails. */
export function execute(command: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = [];
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: command.endsWith('.cmd') });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => output.push(data));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} in ${cwd}:\n${Buffer.concat(output).toString()}`));
    });
  });
}

export const node = (args: readonly string[], cwd: string): Promise<void> => execute(process.execPath, args, cwd);

export const npm = (args: readonly string[], cwd: string): Promise<void> => execute(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, cwd);
