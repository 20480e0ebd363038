import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Builds the package into `dist/`: with the type check (`build`), or without (`emit`), where somebody
 * waits for it; `packages` also makes the vendors' in `packages/`. Raises with the build's own last words when it fails.
 */
export async function buildPackage(projectFolder: string, task: 'build' | 'emit' | 'packages'): Promise<void> {
	const output: string[] = [];
	const code = await new Promise<number | null>((resolve, reject) => {
		const child = spawn(process.execPath, [join(projectFolder, 'node_modules', 'gulp', 'bin', 'gulp.js'), task], {
			cwd: projectFolder,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
		}
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code === 0) return;
	const lines = output.join('').trim().split('\n');
	throw new Error(`The build failed (npm run build shows it whole):\n${lines.slice(-40).join('\n')}`);
}
