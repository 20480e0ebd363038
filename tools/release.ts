/**
 * `npm run release -- 1.0.0`: sets the version, closes the changelog's "Unreleased", builds, looks at what npm would
 * publish of every package, commits, and tags. It pushes nothing. `--dry-run` changes nothing that git knows;
 * `--tests-are-green` leaves out `npm test`, where CI has just passed for this very commit.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseArguments, UsageError } from './arguments';
import { isRecord, type JsonRecord, readString } from './json';
import { assertNextVersion, releasedChangelog } from './release/changelog';
import { checksOf, faultsOfTree, packageFolders, run } from './release/commands';
import { faultsOfPackage, type PackedPackage, readPacked } from './release/packageFiles';
import { PROJECT_FOLDER } from './stack';
import { createTerminal, runTool, type Terminal } from './terminal';

const CHANGED = ['package.json', 'package-lock.json', 'CHANGELOG.md'] as const;

async function main(): Promise<number> {
	const options = parseArguments(process.argv.slice(2), { values: [], switches: ['dry-run', 'tests-are-green'] });
	const [version, ...more] = options.positionals;
	if (version === undefined || more.length > 0) throw new UsageError('Which version? npm run release -- 1.0.0');
	const isDryRun = options.has('dry-run');
	const terminal = createTerminal();

	const current = readString(readManifest(PROJECT_FOLDER), 'version') ?? '';
	assertNextVersion(version, current);
	const changelog = releasedChangelog(textOf('CHANGELOG.md'), version, new Date().toISOString().slice(0, 10));
	const faults = await faultsOfTree(PROJECT_FOLDER, version);
	if (faults.length > 0) throw new Error(faults.join('\n'));
	for (const { what, program, words } of checksOf(options.has('tests-are-green'))) {
		terminal.event(what);
		await run(program, words, PROJECT_FOLDER, 90 * 60_000);
	}

	const before = CHANGED.map((file) => [file, textOf(file)] as const);
	try {
		if (!isDryRun) {
			await run('npm', ['version', version, '--no-git-tag-version', '--ignore-scripts'], PROJECT_FOLDER);
			writeFileSync(join(PROJECT_FOLDER, 'CHANGELOG.md'), changelog);
		}
		terminal.event('npm run build, then npm run scan: n8n’s own scan of every package');
		await run('npm', ['run', '--silent', 'build'], PROJECT_FOLDER);
		await run('npm', ['run', '--silent', 'scan'], PROJECT_FOLDER);
		await lookAtPackages(isDryRun ? current : version, terminal);
		if (!isDryRun) {
			await run('git', ['commit', '--message', `chore: release ${version}`, '--', ...CHANGED], PROJECT_FOLDER);
		}
	} catch (error) {
		// As it was, so that the next try begins with a clean tree.
		for (const [file, text] of before) writeFileSync(join(PROJECT_FOLDER, file), text);
		throw error;
	}
	if (isDryRun) {
		terminal.event(`A dry run: nothing was changed. It would be ${version} after ${current}.`);
		return 0;
	}
	await run('git', ['tag', '--annotate', `v${version}`, '--message', `Version ${version}`], PROJECT_FOLDER);
	terminal.event(`Committed and tagged. To publish it: git push origin main v${version}`);
	return 0;
}

const textOf = (file: string): string => readFileSync(join(PROJECT_FOLDER, file), 'utf8');

function readManifest(folder: string): JsonRecord {
	const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	if (!isRecord(manifest)) throw new Error(`${folder}/package.json is not an object`);
	return manifest;
}

/** What npm would publish of each package, one line each. Raises with all that does not belong. */
async function lookAtPackages(version: string, terminal: Terminal): Promise<void> {
	const faults: string[] = [];
	const vendors = readdirSync(join(PROJECT_FOLDER, 'packages')).sort();
	for (const folder of packageFolders(PROJECT_FOLDER, vendors)) {
		const packed = readPacked(
			JSON.parse(await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], folder)),
		);
		faults.push(...faultsOfPackage(packed, readManifest(folder), version).map((fault) => `${packed.name}: ${fault}`));
		terminal.line(lineOf(packed));
	}
	if (faults.length > 0) throw new Error(`This is not what should be published:\n- ${faults.join('\n- ')}`);
}

function lineOf({ name, version, files, packedBytes }: PackedPackage): string {
	return `${`${name}@${version}`.padEnd(46)} ${String(files.length).padStart(5)} files ${(packedBytes / 1000).toFixed(0).padStart(6)} kB`;
}

runTool(main);
