import { spawn } from 'node:child_process';
import { confinement } from './child.js';

/** Which of the programs this room needs cannot be started. */
export async function missingTools(): Promise<string[]> {
  const tools = ['ffmpeg', 'ffprobe', 'nice'];
  const starts = await Promise.all(tools.map((tool) => canStart(tool, tool === 'nice' ? ['true'] : ['-version'])));
  return tools.filter((_, n) => !starts[n]);
}

function canStart(tool: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(tool, args, { ...confinement, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('close', (exit) => resolve(exit === 0));
  });
}
