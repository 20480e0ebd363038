import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errorMessage } from '../errorCode';
import type { PostgresPrograms } from '../systemPrograms';
import { type Server, startServer, type SystemUser } from './server';

export interface QueuePostgres extends Server {
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
}

const USER = 'n8n';
const DATABASE = 'postgres';

/** The user that Debian's package makes. PostgreSQL refuses to run as root. */
const SYSTEM_USER = 'postgres';

/** Why PostgreSQL cannot be run here; undefined when it can. */
export function whyNoPostgres(programs: PostgresPrograms | undefined): string | undefined {
	if (programs === undefined) return 'PostgreSQL is not installed (Debian: apt-get install postgresql)';
	if (isRoot() && systemUser() === undefined)
		return `PostgreSQL refuses to run as root, and there is no user ${SYSTEM_USER}`;
	return undefined;
}

/**
 * Where it keeps its data for an n8n in `userFolder`: there; of root's, whose folders are closed to it, at home.
 */
export function postgresFolderFor(userFolder: string): string {
	if (!isRoot()) return join(userFolder, 'postgres');
	const name = createHash('sha256').update(userFolder).digest('hex').slice(0, 12);
	return join('/var/lib/postgresql', `slipway-${name}`);
}

/**
 * n8n's database: a PostgreSQL of its own on loopback, made in `folder` at the first start.
 * Started by root it runs as `postgres`, who must be able to come to that folder.
 */
export async function startPostgres(options: {
	readonly programs: PostgresPrograms;
	readonly folder: string;
	readonly port: number;
	readonly password: string;
}): Promise<QueuePostgres> {
	const { programs, folder, port, password } = options;
	const user = isRoot() ? systemUser() : undefined;
	const dataFolder = join(folder, 'data');
	await mkdir(folder, { recursive: true });
	await chmod(folder, 0o700);
	if (user) await chown(folder, user.uid, user.gid);
	if (!existsSync(join(dataFolder, 'PG_VERSION'))) await makeCluster(programs, folder, password, user);
	const settings = [
		'listen_addresses=127.0.0.1',
		`port=${port}`,
		'unix_socket_directories=',
		// What a power failure loses here can be made again.
		'fsync=off',
		'max_connections=200',
		'shared_buffers=64MB',
	];
	const server = await startServer({
		name: 'PostgreSQL',
		program: programs.postgres,
		words: ['-D', dataFolder, ...settings.flatMap((setting) => ['-c', setting])],
		...(user && { user }),
		folder,
		logFile: join(folder, 'postgres.log'),
		announcement: 'database system is ready to accept connections',
		// Ends its connections: n8n is gone by then.
		stopSignal: 'SIGINT',
	});
	return { ...server, port, user: USER, password, database: DATABASE };
}

async function makeCluster(
	{ initdb }: PostgresPrograms,
	folder: string,
	password: string,
	user: SystemUser | undefined,
): Promise<void> {
	// A start that died in the middle of it leaves a cluster that cannot be used.
	const dataFolder = join(folder, 'data');
	await rm(dataFolder, { recursive: true, force: true });
	const passwordFile = join(folder, 'password');
	await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
	try {
		if (user) await chown(passwordFile, user.uid, user.gid);
		const done = spawnSync(
			initdb,
			[
				'-D',
				dataFolder,
				'-U',
				USER,
				'-A',
				'scram-sha-256',
				`--pwfile=${passwordFile}`,
				'-E',
				'UTF8',
				'--no-locale',
				'-N',
			],
			{ cwd: folder, env: { PATH: process.env.PATH, LANG: 'C.UTF-8' }, encoding: 'utf8', timeout: 120_000, ...user },
		);
		if (done.error || done.status !== 0) {
			await rm(dataFolder, { recursive: true, force: true });
			throw new Error(
				`initdb could not make n8n's database in ${folder}: ${done.error ? errorMessage(done.error) : done.stderr.trim()}`,
			);
		}
	} finally {
		await rm(passwordFile, { force: true });
	}
}

function isRoot(): boolean {
	return process.getuid?.() === 0;
}

function systemUser(): SystemUser | undefined {
	const numberOf = (flag: string): number => Number(spawnSync('id', [flag, SYSTEM_USER], { encoding: 'utf8' }).stdout);
	const [uid, gid] = [numberOf('-u'), numberOf('-g')];
	return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}
