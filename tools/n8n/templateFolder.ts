import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cacheFolder } from './cacheFolder';
import { startN8n } from './instance';
import { withProcessLock } from './processLock';
import type { N8nRuntime } from './runtime';

/**
 * A new user folder that n8n has already migrated, with the owner and an API key in it.
 * The first call of a version makes it (about 15 s); later ones copy it, which saves the migrations.
 * For tests: every copy has the same encryption key.
 */
export async function copyTemplateFolder(runtime: N8nRuntime, userFolder: string): Promise<void> {
	const template = join(cacheFolder(), `n8n-template-${runtime.version}`);
	if (!existsSync(template)) {
		await withProcessLock(`${template}.lock`, { timeoutMs: 180_000, onWait: () => undefined }, async () => {
			if (!existsSync(template)) await makeTemplate(runtime, template);
		});
	}
	await cp(template, userFolder, { recursive: true });
}

async function makeTemplate(runtime: N8nRuntime, template: string): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'slipway-template-'));
	try {
		const n8n = await startN8n({ runtime, userFolder: folder });
		await n8n.stop();
		await rm(n8n.logFile, { force: true });
		await mkdir(cacheFolder(), { recursive: true });
		await rm(`${template}.partial`, { recursive: true, force: true });
		await cp(folder, `${template}.partial`, { recursive: true });
		await rename(`${template}.partial`, template);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
