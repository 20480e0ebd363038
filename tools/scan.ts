/**
 * `npm run scan`: n8n's own verification scan, on the source and on the tarball npm would publish,
 * of the whole package and of each vendor's.
 * A warning is printed, an error fails: that is how n8n decides (docs/decisions/0002-scan.md).
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const projectRoot = path.resolve(__dirname, '..');

interface ScanResult {
	readonly passed: boolean;
	readonly message?: string;
	readonly details?: string;
}

interface Scanner {
	analyzePackage(directory: string, patterns?: readonly string[]): Promise<ScanResult>;
	readonly SOURCE_FILE_PATTERNS: readonly string[];
}

/** Packs what npm would publish of `packageFolder` into `directory` and unpacks it there. Returns the package's folder. */
export function packInto(directory: string, packageFolder = projectRoot): string {
	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', directory], {
		cwd: packageFolder,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const tarball = readdirSync(directory).find((file) => file.endsWith('.tgz'));
	if (!tarball) throw new Error('npm pack made no tarball');
	execFileSync('tar', ['-xzf', tarball], { cwd: directory });
	return path.join(directory, 'package');
}

/** Puts the sources of a vendor's package beside its manifest, as they would lie in a repository of its own. */
export function sourceInto(directory: string, packageFolder: string): string {
	const sources: unknown = JSON.parse(readFileSync(path.join(packageFolder, 'sources.json'), 'utf8'));
	if (!Array.isArray(sources)) throw new Error(`${packageFolder}/sources.json is no list: run npm run build`);
	const target = path.join(directory, 'source');
	const copy = (file: string): void => cpSync(path.join(projectRoot, file), path.join(target, file));
	for (const file of sources.filter((entry): entry is string => typeof entry === 'string')) {
		copy(file);
		if (file.endsWith('.node.ts')) {
			const beside = readdirSync(path.join(projectRoot, path.dirname(file))).filter((name) =>
				/\.(svg|node\.json)$/.test(name),
			);
			for (const name of beside) copy(path.join(path.dirname(file), name));
		}
		if (file.endsWith('.credentials.ts')) {
			const icons = readFileSync(path.join(projectRoot, file), 'utf8').matchAll(/'file:([^']+\.svg)'/g);
			for (const [, icon = ''] of icons) copy(path.join(path.dirname(file), icon));
		}
	}
	for (const name of ['package.json', 'README.md', 'LICENSE']) {
		cpSync(path.join(packageFolder, name), path.join(target, name));
	}
	return target;
}

/** The folders of the vendors' packages, which `npm run build` made. */
export function vendorPackageFolders(): string[] {
	const folder = path.join(projectRoot, 'packages');
	return readdirSync(folder).map((name) => path.join(folder, name));
}

async function main(): Promise<void> {
	execFileSync(process.execPath, [path.join(projectRoot, 'node_modules/gulp/bin/gulp.js'), 'packages', '--silent'], {
		cwd: projectRoot,
		stdio: 'inherit',
	});
	const scanner = (await import('@n8n/scan-community-package/scanner/scanner.mjs')) as Scanner;
	const directory = mkdtempSync(path.join(tmpdir(), 'slipway-scan-'));
	try {
		const scanned = async (what: string, folder: string, patterns?: readonly string[]): Promise<void> => {
			const result = await scanner.analyzePackage(folder, patterns);
			console.log(`${what}: ${result.passed ? 'passed' : `refused: ${result.message ?? ''}`}`);
			if (result.details) console.log(result.details);
			if (!result.passed) process.exitCode = 1;
		};
		await scanned('source', projectRoot, scanner.SOURCE_FILE_PATTERNS);
		await scanned('tarball', packInto(mkdtempSync(path.join(directory, 'whole-'))));
		for (const folder of vendorPackageFolders()) {
			const name = path.basename(folder);
			const place = mkdtempSync(path.join(directory, `${name}-`));
			await scanned(`${name}, source`, sourceInto(place, folder), scanner.SOURCE_FILE_PATTERNS);
			await scanned(`${name}, tarball`, packInto(place, folder));
		}
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

if (require.main === module) {
	main().catch((error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	});
}
