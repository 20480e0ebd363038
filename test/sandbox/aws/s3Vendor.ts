import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { SANDBOX_KEYS } from './awsDriver';

export interface VendorProcess {
	/** What the task gave. Throws the words of the vendor's error. */
	run(task: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
	close(): Promise<void>;
}

/** AWS's own upload and signer in a process of their own: ES modules, as their users have them. */
export function startVendor(endpoint: string): VendorProcess {
	const { accessKeyId, secretAccessKey } = SANDBOX_KEYS;
	const child = spawn(
		process.execPath,
		[path.join(__dirname, 's3ClientProcess.mjs'), endpoint, accessKeyId, secretAccessKey],
		{ stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_NO_WARNINGS: '1' } },
	);
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	return {
		async run(task, input) {
			child.stdin.write(`${JSON.stringify({ task, ...input })}\n`);
			const { value } = await lines.next();
			const { data, error } = JSON.parse(String(value)) as { data?: Record<string, unknown>; error?: string };
			if (!data) throw new Error(error ?? 'The vendor process gave nothing');
			return data;
		},
		async close() {
			const ended = new Promise((resolve) => child.once('exit', resolve));
			child.stdin.end();
			await ended;
		},
	};
}
