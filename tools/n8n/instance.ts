import { type N8nProcess, type N8nProcessOptions, startN8nProcess } from './n8nProcess';
import { createPublicApi, type PublicApi } from './publicApi';
import { type EditorSession, openEditorSession } from './session';

const READY_TIMEOUT_MS = 120_000;

export interface N8nInstance extends N8nProcess {
	readonly api: PublicApi;
	readonly session: EditorSession;
	/** Where its webhooks and forms answer: in queue mode, another process than the editor's. */
	readonly webhookOrigin: string;
	/** From the process's start to a working API, in milliseconds. */
	readonly readyAfterMs: number;
}

export type StartN8nOptions = Omit<N8nProcessOptions, 'command' | 'announcement' | 'readyTimeoutMs'> & {
	/** Two minutes unless told. */
	readonly readyTimeoutMs?: number;
};

/**
 * Starts n8n on this machine's loopback address and waits until the editor and the public API answer.
 * Raises, with n8n's last words, when it ends early or is not ready in time.
 */
export async function startN8n(options: StartN8nOptions): Promise<N8nInstance> {
	const startedAtMs = Date.now();
	const started = await startN8nProcess({
		readyTimeoutMs: READY_TIMEOUT_MS,
		...options,
		command: ['start'],
		announcement: 'Editor is now accessible',
	});
	try {
		const session = await openEditorSession(started.origin, options.userFolder);
		return {
			...started,
			session,
			api: createPublicApi({ baseUrl: started.origin, apiKey: session.apiKey }),
			webhookOrigin: (options.environment?.WEBHOOK_URL ?? started.origin).replace(/\/$/, ''),
			readyAfterMs: Date.now() - startedAtMs,
		};
	} catch (error) {
		await started.stop();
		throw error;
	}
}
