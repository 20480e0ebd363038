import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { buildPackage } from '../buildPackage';
import { type Owner, readOwner } from '../n8n/owner';
import { ensureN8n } from '../n8n/runtime';
import { findRunning, N8N_FOLDER } from '../runningStack';
import { PROJECT_FOLDER, startStack } from '../stack';
import type { Terminal } from '../terminal';

/** The n8n and the sandbox that pictures are taken of. */
export interface Target {
	readonly n8nOrigin: string;
	readonly webhookOrigin: string;
	readonly sandboxOrigin: string;
	readonly apiKey: string;
	readonly owner: Owner;
	close(): Promise<void>;
}

/** What `npm start` runs, else a stack of our own, which `close` ends. Raises when its login is not known. */
export async function findTarget(terminal: Terminal): Promise<Target> {
	const running = await findRunning();
	if (running) {
		const owner = await readOwner(N8N_FOLDER);
		if (!owner)
			throw new Error(`The login of the n8n that runs is not in ${N8N_FOLDER}: end it and run npm start again.`);
		return { ...running, owner, close: async () => undefined };
	}
	const userFolder = await mkdtemp(join(tmpdir(), 'slipway-pictures-'));
	const [runtime] = await Promise.all([ensureN8n(), buildPackage(PROJECT_FOLDER, 'emit')]);
	const stack = await startStack({ runtime, userFolder, timeScale: 60, onEvent: terminal.event });
	return {
		n8nOrigin: stack.n8n.origin,
		webhookOrigin: stack.n8n.webhookOrigin,
		sandboxOrigin: stack.sandbox.origin,
		apiKey: stack.n8n.session.apiKey,
		owner: stack.n8n.session.owner,
		async close() {
			await stack.close();
			await rm(userFolder, { recursive: true, force: true });
		},
	};
}

/** Signs in in the browser's own context, so that its cookie carries over to the page. */
export async function signIn(page: Page, target: Target): Promise<void> {
	const login = await page.request.post(`${target.n8nOrigin}/rest/login`, {
		data: { emailOrLdapLoginId: target.owner.email, password: target.owner.password },
	});
	if (!login.ok()) throw new Error(`n8n refused the login of ${target.owner.email}: ${login.status()}`);
}
