// One PostgreSQL (PGlite, WebAssembly) in a thread of its own: it computes without holding up the sandbox's HTTP
// server, and ending the thread gives all its memory back. Plain JavaScript, because Node starts it by itself.
import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync, gzipSync } from 'node:zlib';

import { PGlite } from '@electric-sql/pglite';

let postgres;
let database;

async function open(bytes, name) {
	postgres = await PGlite.create({
		database: name,
		...workerData,
		...(bytes && { loadDataDir: new Blob([bytes]) }),
	});
	database = name;
}

/** The data directory as an uncompressed tar, some 40 MB. */
async function dump() {
	const file = await postgres.dumpDataDir('none');
	return new Uint8Array(await file.arrayBuffer());
}

/** PGlite serves one database of its cluster at a time. */
async function switchTo(name) {
	if (name === database) return;
	const bytes = await dump();
	await postgres.close();
	await open(bytes, name);
}

const requests = {
	/** `bytes`: a data directory as `dump` gave it; without, a new cluster. Then the steps, each in its database. */
	async open({ bytes, name, steps }) {
		await open(bytes && gunzipSync(bytes), steps[0]?.database ?? name);
		for (const step of steps) {
			await switchTo(step.database);
			await postgres.exec(step.sql);
		}
		await switchTo(name);
	},
	/** Messages of PostgreSQL's protocol in, the answers' bytes out. */
	async exchange({ message }) {
		const answer = await postgres.execProtocolRaw(message);
		return { answer: answer.slice(), inTransaction: postgres.isInTransaction() };
	},
	async query({ sql }) {
		const results = await postgres.exec(sql);
		return results.map((result) => result.rows);
	},
	/** What pg_dump writes of it. Loaded here, since few need it; it leaves its own settings in the only session. */
	async dumpSql() {
		const { pgDump } = await import('@electric-sql/pglite-tools/pg_dump');
		try {
			const file = await pgDump({ pg: postgres });
			return await file.text();
		} finally {
			await postgres.exec('RESET ALL');
		}
	},
	async dump() {
		// The quickest level: PGlite's own compression takes twice as long for a tenth less.
		return new Uint8Array(gzipSync(await dump(), { level: 1 }));
	},
};

let last = Promise.resolve();

parentPort.on('message', ({ id, kind, ...request }) => {
	last = last.then(async () => {
		try {
			parentPort.postMessage({ id, result: await requests[kind](request) });
		} catch (error) {
			parentPort.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
		}
	});
});
