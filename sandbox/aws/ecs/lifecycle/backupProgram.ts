import { createHash } from 'node:crypto';

import type { Task } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';
import { containerEnvironment } from './containerEnvironment';

/** Where the program puts dumps, by the account's own S3; each gives the exit code of what S3 refuses. */
export interface DumpStore {
	put(place: DumpPlace, bytes: Buffer, sha256: string): number;
	get(place: DumpPlace): Buffer | number;
}

export interface DumpPlace {
	readonly bucket: string;
	readonly key: string;
}

/**
 * What goes wrong with the next dumps: `empty` has no rows and no tables, `truncated` is cut off on its way to S3,
 * `unnoted` is put there without its note, `stuck` never ends.
 */
export const dumpBehaviours = ['whole', 'empty', 'truncated', 'unnoted', 'stuck'] as const;
export type DumpBehaviour = (typeof dumpBehaviours)[number];

/** How a program ended, and what it printed. */
export interface ProgramEnd {
	readonly exitCode: number;
	readonly line: string;
}

/** Whether a container runs the image of docs/backups.md, which does real work here. */
export function isBackupProgram(task: Task, container: string): boolean {
	const image = task.images.find(({ containerName }) => containerName === container)?.image ?? '';
	return /(?:^|\/)slipway-backup(?::|@|$)/.test(image);
}

/** What the image's script does, with the same exit codes: the programs that it calls are real. */
export async function runBackupProgram(world: EcsWorld, task: Task, container: string): Promise<ProgramEnd> {
	const environment = containerEnvironment(world, task, container);
	try {
		await new BackupProgram(world, environment).run();
		return { exitCode: 0, line: 'done' };
	} catch (error) {
		if (error instanceof ProgramFailure) return { exitCode: error.exitCode, line: error.message };
		return { exitCode: 1, line: error instanceof Error ? error.message : String(error) };
	}
}

class ProgramFailure extends Error {
	constructor(
		readonly exitCode: number,
		message: string,
	) {
		super(message);
	}
}

interface Worked {
	readonly sql: string;
	readonly tables: Readonly<Record<string, number>>;
	readonly server: string;
}

class BackupProgram {
	constructor(
		private readonly world: EcsWorld,
		private readonly environment: Readonly<Record<string, string>>,
	) {}

	async run(): Promise<void> {
		const startedAt = this.now();
		const action = this.environment['ACTION'] ?? '';
		await this.checkBranch(action);
		await this.checkDatabase();
		const note = {
			version: 1,
			action,
			project: this.environment['PROJECT'],
			branch: this.environment['BRANCH'],
			database: this.environment['DATABASE'],
			startedAt,
		};
		const noted =
			action === 'dump' ? await this.dump() : action === 'restore' ? await this.restore() : await this.count();
		if (this.world.dumpBehaviour === 'unnoted') return;
		const text = Buffer.from(JSON.stringify({ ...note, ...noted, finishedAt: this.now() }));
		this.put(this.environment['NOTED_KEY'] ?? '', text);
	}

	private async dump(): Promise<object> {
		const whole = await this.work('dump', 13);
		const { dumpBehaviour } = this.world;
		const { sql, tables, server } =
			dumpBehaviour === 'empty'
				? { ...whole, sql: '--\n-- PostgreSQL database dump complete\n--\n', tables: {} }
				: whole;
		if (!sql.includes('PostgreSQL database dump complete')) throw new ProgramFailure(13, 'pg_dump stopped half way');
		if (Object.keys(whole.tables).length === 0) throw new ProgramFailure(14, 'the dump has no table');
		const bytes = Buffer.from(sql);
		const sent = dumpBehaviour === 'truncated' ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes;
		this.put(this.environment['KEY'] ?? '', sent);
		return { bytes: bytes.length, sha256: sha256Of(bytes), tables, server };
	}

	private async restore(): Promise<object> {
		const read = this.world.dumps.get(this.place(this.environment['KEY'] ?? ''));
		if (typeof read === 'number') throw new ProgramFailure(read, 'the dump cannot be read');
		const sha256 = sha256Of(read);
		if (sha256 !== this.environment['SHA256']) throw new ProgramFailure(17, `the dump has SHA-256 ${sha256}`);
		const { tables, server } = await this.work('load', 18, { sql: read.toString() });
		return { bytes: read.length, sha256, tables, server };
	}

	private async count(): Promise<object> {
		const { tables } = await this.work('count', 19);
		return { tables };
	}

	/** A restore drops what is there: never into the branch that production runs on. */
	private async checkBranch(action: string): Promise<void> {
		const answer = await this.neon(`branches/${this.environment['BRANCH'] ?? ''}`);
		const { branch } = answer as { branch?: { default?: boolean; protected?: boolean } };
		if (action === 'restore' && (branch?.default !== false || branch.protected !== false)) {
			throw new ProgramFailure(11, 'the branch is the default one, or protected');
		}
	}

	/** By the address that Neon gives, as its role: what the programs are then told. */
	private async checkDatabase(): Promise<void> {
		const { BRANCH = '', DATABASE = '', ROLE = '' } = this.environment;
		const query = new URLSearchParams({ branch_id: BRANCH, database_name: DATABASE, role_name: ROLE });
		const { uri } = (await this.neon(`connection_uri?${query.toString()}`)) as { uri?: string };
		// As the image does: the compute may have to start.
		for (let tries = 0; tries < 20; tries += 1) {
			const answer = await fetch(`${this.world.kernel.origin()}/sql`, {
				method: 'POST',
				headers: { 'neon-connection-string': uri ?? '', 'content-type': 'application/json' },
				body: JSON.stringify({ query: 'SELECT 1' }),
			});
			await answer.text();
			if (answer.ok) return;
			await new Promise<void>((resolve) => void this.world.kernel.clock.after(3000, resolve));
		}
		throw new ProgramFailure(12, 'the database does not answer');
	}

	private async neon(path: string): Promise<unknown> {
		const { PROJECT = '', NEON_API_KEY = '' } = this.environment;
		const answer = await fetch(`${this.world.kernel.origin()}/neon/api/v2/projects/${PROJECT}/${path}`, {
			headers: { authorization: `Bearer ${NEON_API_KEY}` },
		});
		const text = await answer.text();
		if (!answer.ok) throw new ProgramFailure(10, `Neon answered ${answer.status}`);
		return JSON.parse(text);
	}

	/** What pg_dump, pg_restore and psql do, which the branch's own control does here. */
	private async work(what: 'dump' | 'load' | 'count', exitCode: number, body: object = {}): Promise<Worked> {
		const { BRANCH = '', DATABASE = '' } = this.environment;
		const answer = await fetch(`${this.world.kernel.origin()}/_sandbox/neon/branches/${BRANCH}/${what}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ database: DATABASE, ...body }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new ProgramFailure(exitCode, text.slice(0, 300));
		return JSON.parse(text) as Worked;
	}

	private put(key: string, bytes: Buffer): void {
		const refused = this.world.dumps.put(this.place(key), bytes, sha256Of(bytes));
		if (refused !== 0) throw new ProgramFailure(refused, 'S3 refused it');
	}

	private place(key: string): DumpPlace {
		return { bucket: this.environment['BUCKET'] ?? '', key };
	}

	private now(): string {
		return new Date(this.world.now()).toISOString();
	}
}

function sha256Of(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}
