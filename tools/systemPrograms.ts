import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { errorMessage } from './errorCode';

/** Full path of a program on the PATH, or undefined. */
export function findProgram(name: string): string | undefined {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, name))
		.find(isExecutable);
}

/** The browser for pictures and browser tests: `$CHROMIUM`, else Debian's, else what is on the PATH. */
export function findChromium(): string | undefined {
	const named = process.env.CHROMIUM;
	if (named) return isExecutable(named) ? named : undefined;
	if (isExecutable('/usr/bin/chromium')) return '/usr/bin/chromium';
	return ['chromium', 'chromium-browser', 'google-chrome'].map(findProgram).find(Boolean);
}

/** PostgreSQL's own programs, which Debian keeps off the PATH. */
export interface PostgresPrograms {
	readonly initdb: string;
	readonly postgres: string;
}

/** PostgreSQL's server programs: those on the PATH, else Debian's newest. */
export function findPostgres(): PostgresPrograms | undefined {
	const onPath = findProgram('initdb');
	const folders = [...(onPath === undefined ? [] : [dirname(realpathSync(onPath))]), ...debianPostgresFolders()];
	return folders
		.map((folder) => ({ initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }))
		.find(({ initdb, postgres }) => isExecutable(initdb) && isExecutable(postgres));
}

function debianPostgresFolders(): string[] {
	const root = '/usr/lib/postgresql';
	if (!existsSync(root)) return [];
	return readdirSync(root)
		.sort((left, right) => Number(right) - Number(left))
		.map((version) => join(root, version, 'bin'));
}

/** What Chromium needs to run headless here, in a container and without calling home. */
export const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
] as const;

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		// Not there, or not ours to run: both mean that it cannot be used.
		return false;
	}
}

/** Why Debian packages cannot be installed by us here; undefined when they can. */
export function whyNoDebianPackages(): string | undefined {
	if (!existsSync('/etc/debian_version') || findProgram('apt-get') === undefined) return 'this is not Debian';
	if (process.getuid?.() !== 0) return 'not running as root';
	return undefined;
}

/** Installs Debian packages. Returns what went wrong, or undefined when they are in place. */
export function installDebianPackages(packages: readonly string[]): string | undefined {
	const install = (): string | undefined => {
		const done = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
			encoding: 'utf8',
			timeout: 10 * 60_000,
		});
		if (done.error) return errorMessage(done.error);
		return done.status === 0 ? undefined : done.stderr.trim().split('\n').slice(-3).join(' ');
	};
	if (install() === undefined) return undefined;
	// The package lists of a fresh image are empty.
	spawnSync('apt-get', ['update'], { timeout: 5 * 60_000 });
	return install();
}
