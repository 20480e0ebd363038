import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { errorCode } from './errorCode';
import { isRecord, readPath, readString } from './json';
import type { Owner } from './n8n/owner';
import { ensurePrivateFolder, readIfThere, writePrivateFile } from './privateFiles';

/** What `npm start` keeps, in the project and out of git. */
export const STATE_FOLDER = resolve(__dirname, '..', '.slipway');

/** Where the `npm start` of this project can be reached. */
export interface RunningStack {
	readonly n8nOrigin: string;
	/** Where its webhooks and forms answer. */
	readonly webhookOrigin: string;
	readonly sandboxOrigin: string;
	readonly apiKey: string;
	/** What a person logs in with. */
	readonly owner: Owner;
	readonly processId: number;
	/** The names of the packages of ours that its n8n has. */
	readonly packages: readonly string[];
	/** n8n's own processes: several in queue mode. */
	readonly n8nProcessIds: readonly number[];
}

/** The user folder of its n8n. */
export const N8N_FOLDER = join(STATE_FOLDER, 'n8n');

/** The same in queue mode, with a folder below it for each process. */
export const QUEUE_FOLDER = join(STATE_FOLDER, 'queue');

const FILE = join(STATE_FOLDER, 'running.json');

/** Lets the other tools find this start. Readable by this user only, as it holds the API key and the login. */
export async function recordRunning(running: RunningStack): Promise<void> {
	await ensurePrivateFolder(STATE_FOLDER);
	await writePrivateFile(FILE, JSON.stringify(running));
}

export async function forgetRunning(): Promise<void> {
	await rm(FILE, { force: true });
}

/** The running start, or undefined when there is none (or it ended without tidying up). */
export async function findRunning(): Promise<RunningStack | undefined> {
	const text = await readIfThere(FILE);
	if (text === undefined) return undefined;
	const record: unknown = JSON.parse(text);
	if (!isRecord(record) || typeof record.processId !== 'number' || !Array.isArray(record.n8nProcessIds)) {
		return undefined;
	}
	const n8nOrigin = readString(record, 'n8nOrigin');
	const webhookOrigin = readString(record, 'webhookOrigin') ?? n8nOrigin;
	const sandboxOrigin = readString(record, 'sandboxOrigin');
	const apiKey = readString(record, 'apiKey');
	const [email, password] = [readPath(record, 'owner', 'email'), readPath(record, 'owner', 'password')];
	if (typeof email !== 'string' || typeof password !== 'string') return undefined;
	if (n8nOrigin === undefined || webhookOrigin === undefined || sandboxOrigin === undefined || apiKey === undefined)
		return undefined;
	try {
		process.kill(record.processId, 0);
	} catch (error) {
		if (errorCode(error) === 'ESRCH') return undefined;
		throw error;
	}
	const n8nProcessIds = record.n8nProcessIds.map(Number);
	const packages = Array.isArray(record.packages) ? record.packages.map(String) : [];
	return {
		n8nOrigin,
		webhookOrigin,
		sandboxOrigin,
		apiKey,
		owner: { email, password },
		processId: record.processId,
		n8nProcessIds,
		packages,
	};
}
