import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PostgresInstance } from './postgresInstance';
import { createDatabaseSteps } from './roleSql';

/** What a new cluster holds already, so that opening it takes no preparation. */
export const STANDARD_DATABASE = { name: 'neondb', owner: 'neondb_owner' } as const;

const packages = join(__dirname, '../../../node_modules');

/** Named after the PostgreSQL that made it: another one could not read it. */
async function keptFile(): Promise<string> {
	const wasm = await readFile(join(packages, '@electric-sql/pglite/dist/pglite.wasm'));
	const digest = createHash('sha256').update(wasm).digest('hex').slice(0, 16);
	return join(packages, `.cache/slipway-sandbox/postgres-${digest}.tar.gz`);
}

let cluster: Promise<Uint8Array> | undefined;

/** A data directory with the standard database. `initdb` takes some seconds: its result is kept beside the packages. */
export async function newCluster(): Promise<Uint8Array> {
	const making = (cluster ??= readCluster());
	making.catch(() => {
		cluster = undefined;
	});
	return await making;
}

async function readCluster(): Promise<Uint8Array> {
	const file = await keptFile();
	const [kept] = await Promise.allSettled([readFile(file)]);
	if (kept.status === 'fulfilled') return kept.value;
	const bytes = await makeCluster();
	const written = `${file}.${process.pid}`;
	try {
		await mkdir(dirname(file), { recursive: true });
		await writeFile(written, bytes);
		// Whole or not at all, whoever else writes it at the same time.
		await rename(written, file);
	} catch (error) {
		process.emitWarning(`The next start of a sandbox Postgres will be slow again: ${String(error)}`);
	}
	return bytes;
}

async function makeCluster(): Promise<Uint8Array> {
	const { name, owner } = STANDARD_DATABASE;
	const instance = await PostgresInstance.start(undefined, name, createDatabaseSteps(name, owner));
	try {
		return await instance.dump();
	} finally {
		await instance.end();
	}
}
