import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { errorCode } from '../errorCode';

/**
 * Runs `work` while this process alone holds the lock file. A lock whose process is gone is taken over.
 * Raises when another live process still holds it after `timeoutMs`.
 */
export async function withProcessLock<Result>(
	file: string,
	options: { readonly timeoutMs: number; readonly onWait: (holderPid: number) => void },
	work: () => Promise<Result>,
): Promise<Result> {
	await mkdir(dirname(file), { recursive: true });
	const deadlineMs = Date.now() + options.timeoutMs;
	while (!(await tryCreate(file))) {
		const holderPid = Number(await readFile(file, 'utf8').catch(ignoreMissing));
		if (!Number.isInteger(holderPid) || holderPid <= 0 || !isAlive(holderPid)) {
			await rm(file, { force: true });
			continue;
		}
		if (Date.now() > deadlineMs) {
			throw new Error(
				`Process ${holderPid} has held ${file} for too long. If it is not installing n8n any more, end it or delete that file, then start again.`,
			);
		}
		options.onWait(holderPid);
		await delay(1000);
	}
	try {
		return await work();
	} finally {
		await rm(file, { force: true });
	}
}

async function tryCreate(file: string): Promise<boolean> {
	try {
		await writeFile(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (errorCode(error) === 'EEXIST') return false;
		throw error;
	}
}

function ignoreMissing(error: unknown): string {
	if (errorCode(error) === 'ENOENT') return '';
	throw error;
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: it lives, but belongs to somebody else.
		return errorCode(error) === 'EPERM';
	}
}
