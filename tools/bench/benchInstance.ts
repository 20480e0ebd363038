import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createSandbox, type Sandbox } from '../../sandbox';
import { sandboxUpstashToken } from '../../sandbox/upstash';
import { ensureCredentials } from '../n8n/ensureCredentials';
import { type N8nInstance, startN8n } from '../n8n/instance';
import { ensureN8n } from '../n8n/runtime';
import { copyTemplateFolder } from '../n8n/templateFolder';
import { sandboxCredentials } from '../sandboxCredentials';
import { PROJECT_FOLDER } from '../stack';

export interface BenchInstance {
	readonly n8n: N8nInstance;
	readonly sandbox: Sandbox;
	/** `type` -> the credential reference a node carries. */
	readonly credentials: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
}

/** A sandbox and an n8n with the package and the sandbox's credentials, but no workflows; both ended after `work`. */
export async function withBenchInstance<Result>(work: (instance: BenchInstance) => Promise<Result>): Promise<Result> {
	const runtime = await ensureN8n();
	const userFolder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
	await copyTemplateFolder(runtime, userFolder);
	const sandbox = await createSandbox({ port: 0, timeScale: Infinity });
	const n8n = await startN8n({ runtime, userFolder, packageDirs: [PROJECT_FOLDER] });
	try {
		await ensureCredentials(n8n.api, [
			...sandboxCredentials(sandbox.origin),
			{ type: 'httpBearerAuth', name: 'Upstash, for the HTTP Request node', data: { token: sandboxUpstashToken } },
		]);
		const credentials = Object.fromEntries(
			(await n8n.api.listCredentials()).map(({ id, name, type }) => [type, { id, name }]),
		);
		return await work({ n8n, sandbox, credentials });
	} finally {
		await n8n.stop();
		await sandbox.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}
