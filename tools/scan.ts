/**
 * `npm run scan`: n8n's own verification scan, on the source and on the tarball npm would publish.
 * A warning is printed, an error fails: that is how n8n decides (docs/decisions/0002-scan.md).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

/** Packs what npm would publish into `directory` and unpacks it there. Returns the package's folder. */
export function packInto(directory: string): string {
	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', directory], {
		cwd: projectRoot,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const tarball = readdirSync(directory).find((file) => file.endsWith('.tgz'));
	if (!tarball) throw new Error('npm pack made no tarball');
	execFileSync('tar', ['-xzf', tarball], { cwd: directory });
	return path.join(directory, 'package');
}

async function main(): Promise<void> {
	execFileSync(process.execPath, [path.join(projectRoot, 'node_modules/gulp/bin/gulp.js'), 'emit', '--silent'], {
		cwd: projectRoot,
		stdio: 'inherit',
	});
	const scanner = (await import('@n8n/scan-community-package/scanner/scanner.mjs')) as Scanner;
	const directory = mkdtempSync(path.join(tmpdir(), 'slipway-scan-'));
	try {
		const results: ReadonlyArray<readonly [string, ScanResult]> = [
			['source', await scanner.analyzePackage(projectRoot, scanner.SOURCE_FILE_PATTERNS)],
			['tarball', await scanner.analyzePackage(packInto(directory))],
		];
		for (const [what, result] of results) {
			console.log(`${what}: ${result.passed ? 'passed' : `refused: ${result.message ?? ''}`}`);
			if (result.details) console.log(result.details);
		}
		if (results.some(([, result]) => !result.passed)) process.exitCode = 1;
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
