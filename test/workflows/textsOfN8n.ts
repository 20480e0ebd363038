import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { TestStack } from '../n8n/realN8n';

/** All that a running n8n has written: its database and its logs. */
export async function textsOfN8n({ n8n }: TestStack): Promise<string[]> {
	const folder = join(n8n.userFolder, '.n8n');
	const files = (await readdir(folder)).filter((name) => /sqlite|log/.test(name)).map((name) => join(folder, name));
	return await Promise.all([...files, n8n.logFile].map(async (file) => await readFile(file, 'latin1')));
}
