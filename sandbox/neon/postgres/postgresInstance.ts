import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** SQL to run in one database of a cluster. */
export interface PreparationStep {
	readonly database: string;
	readonly sql: string;
}

export interface PostgresExchange {
	/** The bytes that PostgreSQL answered. */
	readonly answer: Uint8Array;
	readonly inTransaction: boolean;
}

type Row = Readonly<Record<string, unknown>>;

interface Pending {
	resolve(value: unknown): void;
	reject(error: Error): void;
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null;

function requireBytes(value: unknown): Uint8Array {
	if (value instanceof Uint8Array) return value;
	throw new Error('The Postgres thread answered no bytes');
}

/** PostgreSQL's machine code: compiled and, as it runs, optimized once for all threads: a third less work for each start. */
interface Programs {
	readonly pgliteWasmModule: WebAssembly.Module;
	readonly initdbWasmModule: WebAssembly.Module;
}

let programs: Promise<Programs> | undefined;

async function compilePrograms(): Promise<Programs> {
	const compile = async (name: string): Promise<WebAssembly.Module> =>
		await WebAssembly.compile(await readFile(join(__dirname, '../../../node_modules/@electric-sql/pglite/dist', name)));
	return {
		pgliteWasmModule: await compile('pglite.wasm'),
		initdbWasmModule: await compile('initdb.wasm'),
	};
}

/** A running PostgreSQL: about 250 MB. The caller ends it. */
export class PostgresInstance {
	private readonly pending = new Map<number, Pending>();
	private sequence = 0;
	private ended: Error | undefined;

	private constructor(private readonly worker: Worker) {
		worker.on('message', (message: unknown) => this.receive(message));
		worker.on('error', (error) => this.fail(error instanceof Error ? error : new Error(String(error))));
		worker.on('exit', () => this.fail(new Error('The Postgres instance has ended')));
	}

	/** Starts one on a data directory (gzipped tar; none: a new cluster) and runs the steps. Raises what SQL raises. */
	static async start(
		bytes: Uint8Array | undefined,
		name: string,
		steps: readonly PreparationStep[],
	): Promise<PostgresInstance> {
		programs ??= compilePrograms();
		const workerData = await programs;
		const instance = new PostgresInstance(
			// PGlite writes progress of initdb to stdout; its errors come back as results.
			new Worker(join(__dirname, 'postgresWorker.mjs'), { stdout: true, execArgv: [], workerData }),
		);
		try {
			await instance.ask('open', { bytes, name, steps });
		} catch (error) {
			await instance.end();
			throw error;
		}
		return instance;
	}

	/** One or more whole protocol messages. */
	async exchange(message: Uint8Array): Promise<PostgresExchange> {
		const result = await this.ask('exchange', { message });
		if (!isObject(result)) throw new Error('The Postgres thread answered no exchange');
		return {
			answer: requireBytes(result['answer']),
			inTransaction: result['inTransaction'] === true,
		};
	}

	/** The rows of each statement. Raises PostgreSQL's message. */
	async query(sql: string): Promise<readonly Row[][]> {
		const result = await this.ask('query', { sql });
		if (!Array.isArray(result)) return [];
		return result.map((rows: unknown) => (Array.isArray(rows) ? rows.filter(isObject) : []));
	}

	/** The data directory, as `start` takes it: about 5 MB for a small database. */
	async dump(): Promise<Uint8Array> {
		return requireBytes(await this.ask('dump', {}));
	}

	/** What pg_dump writes of its database: plain SQL. */
	async dumpSql(): Promise<string> {
		const result = await this.ask('dumpSql', {});
		if (typeof result !== 'string') throw new Error('The Postgres thread answered no dump');
		return result;
	}

	async end(): Promise<void> {
		this.fail(new Error('The Postgres instance has ended'));
		await this.worker.terminate();
	}

	private async ask(kind: string, request: Row): Promise<unknown> {
		if (this.ended) throw this.ended;
		const id = ++this.sequence;
		return await new Promise((resolve, reject) => {
			this.pending.set(id, { resolve, reject });
			this.worker.postMessage({ id, kind, ...request });
		});
	}

	private receive(message: unknown): void {
		if (!isObject(message) || typeof message['id'] !== 'number') return;
		const waiting = this.pending.get(message['id']);
		this.pending.delete(message['id']);
		if (typeof message['error'] === 'string') waiting?.reject(new Error(message['error']));
		else waiting?.resolve(message['result']);
	}

	private fail(error: Error): void {
		this.ended ??= error;
		for (const waiting of this.pending.values()) waiting.reject(this.ended);
		this.pending.clear();
	}
}
