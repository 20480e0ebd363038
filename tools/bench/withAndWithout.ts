import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type N8nInstance, startN8n } from '../n8n/instance';
import { ensureN8n } from '../n8n/runtime';
import { copyTemplateFolder } from '../n8n/templateFolder';
import { PROJECT_FOLDER } from '../stack';

export interface BothWays<Value> {
	readonly withPackage: readonly Value[];
	readonly without: readonly Value[];
}

/** The same with an n8n that has the package and one that has not, in turns; each is a new one, on a database that is already there. */
export async function withAndWithout<Value>(
	rounds: number,
	measure: (n8n: N8nInstance) => Promise<Value>,
): Promise<BothWays<Value>> {
	const runtime = await ensureN8n();
	const withPackage: Value[] = [];
	const without: Value[] = [];
	for (let round = 0; round < rounds; round++) {
		for (const [values, packageDirs] of [
			[without, []],
			[withPackage, [PROJECT_FOLDER]],
		] as const) {
			const userFolder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
			await copyTemplateFolder(runtime, userFolder);
			const n8n = await startN8n({ runtime, userFolder, packageDirs });
			try {
				values.push(await measure(n8n));
			} finally {
				await n8n.stop();
				await rm(userFolder, { recursive: true, force: true });
			}
		}
	}
	return { withPackage, without };
}
