import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '..');

function sourcesBelow(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.posix.join(folder, file.split(path.sep).join('/')));
}

/** What a file imports: relative imports as paths from the project's root, packages by name. */
function importsOf(file: string): string[] {
	const text = readFileSync(path.join(root, file), 'utf8');
	const specifiers = [...text.matchAll(/(?:from|import|require\()\s*['"]([^'"]+)['"]/g)].map(
		(match) => match[1] ?? match[2] ?? '',
	);
	return specifiers.map((specifier) =>
		specifier.startsWith('.')
			? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
			: specifier,
	);
}

const nodeFolders = readdirSync(path.join(root, 'nodes'));
const platformFolders = nodeFolders.filter((name) => name !== 'deployment' && name !== 'shared');

/**
 * Nodes that compose platforms, and what they may import of them: transports and types. Of Fly.io also
 * how secrets are set and how machines are booted with them, a rollout under leases that must not exist twice; of ECS how a
 * task definition is copied whole.
 */
const composingNodes: ReadonlyMap<string, RegExp> = new Map([
	// One vendor's API: the trigger speaks it, and reads a deploy, as the action node does.
	['GitHubDeployTrigger', /^nodes\/GitHubDeployments\//],
	['NetlifyDeployTrigger', /^nodes\/NetlifyDeployments\//],
	['SecretSync', /^nodes\/([A-Z]\w+\/(transport|types)|AwsEcs\/taskDefinitions|Fly\/(secrets|secretsInEffect)|NetlifyDeployments\/environment\/variableLimits)$/],
]);

/** Packages that n8n Cloud lets a node import, or that the build bundles. */
const shippedPackages = new Set(['@noble/hashes/blake2.js', 'brace-expansion', 'crypto', 'jsonc-parser', 'lossless-json', 'n8n-workflow', 'node:crypto', 'safe-regex2', 'shlex', 'tweetnacl']);

/** The AWS SDK, which the build bundles: for what speaks to AWS alone. */
function isShippedPackage(imported: string, file: string): boolean {
	if (shippedPackages.has(imported)) return true;
	return imported.startsWith('@aws-sdk/client-') && /^nodes\/(shared\/aws|Aws\w+|SecretSync)\//.test(file);
}

interface Violation {
	readonly file: string;
	readonly imports: string;
}

function violations(files: readonly string[], isAllowed: (imported: string, file: string) => boolean): Violation[] {
	return files.flatMap((file) =>
		importsOf(file)
			.filter((imported) => !isAllowed(imported, file))
			.map((imported) => ({ file, imports: imported })),
	);
}

it('finds the code it is about', () => {
	expect(sourcesBelow('nodes/deployment').length).toBeGreaterThan(5);
	expect(platformFolders.length).toBeGreaterThan(0);
	expect(importsOf('nodes/shared/pollUntil.ts')).toContain('nodes/deployment/pollPolicy');
});

it('keeps the domain pure: no n8n, no HTTP, no other layer, no clock of its own', () => {
	const files = sourcesBelow('nodes/deployment');
	expect(
		violations(
			files,
			(imported) =>
				imported.startsWith('nodes/deployment/') || /^(brace-expansion|jsonc-parser|lossless-json|picomatch(\/posix)?|safe-regex2|shlex)$/.test(imported),
		),
	).toEqual([]);
	const withClock = files.filter((file) =>
		/Date\.now\(|new Date\(\)|Math\.random\(/.test(readFileSync(path.join(root, file), 'utf8')),
	);
	expect(withClock).toEqual([]);
});

it('lets the shared layer know the domain and n8n, and no platform', () => {
	expect(
		violations(
			sourcesBelow('nodes/shared'),
			(imported, file) =>
				/^nodes\/(shared|deployment)\//.test(imported) || isShippedPackage(imported, file),
		),
	).toEqual([]);
});

it.each(platformFolders)('lets %s import the layers below and its own folder only', (folder) => {
	const composing = composingNodes.get(folder);
	expect(
		violations(
			sourcesBelow(`nodes/${folder}`),
			(imported, file) =>
				imported.startsWith(`nodes/${folder}/`) ||
				/^nodes\/(shared|deployment)\//.test(imported) ||
				composing?.test(imported) === true ||
				isShippedPackage(imported, file),
		),
	).toEqual([]);
});

it.each(platformFolders)('keeps %s\'s reading of states pure', (folder) => {
	const statusFiles = sourcesBelow(`nodes/${folder}`).filter((file) => path.basename(file) === 'status.ts');
	expect(
		violations(
			statusFiles,
			(imported) =>
				imported.startsWith('nodes/deployment/') ||
				imported === `nodes/${folder}/types` ||
				imported === 'nodes/NetlifyDeployments/endOfBuild',
		),
	).toEqual([]);
});

it('keeps product code out of the sandbox, which would otherwise prove itself', () => {
	expect(
		violations(
			sourcesBelow('sandbox'),
			(imported) => !/^(nodes|credentials|tools|test)\//.test(imported) && imported !== 'n8n-workflow',
		),
	).toEqual([]);
});

it.each(platformFolders)('finds in %s all that a node consists of', (folder) => {
	const files = readdirSync(path.join(root, 'nodes', folder));
	expect(files).toEqual(expect.arrayContaining([`${folder}.node.ts`, `${folder}.node.json`]));
	expect(files.filter((file) => file.endsWith('.svg')).length).toBeGreaterThanOrEqual(2);
	const codex: unknown = JSON.parse(
		readFileSync(path.join(root, 'nodes', folder, `${folder}.node.json`), 'utf8'),
	);
	const source = readFileSync(path.join(root, 'nodes', folder, `${folder}.node.ts`), 'utf8');
	const name = /^\t\tname: '([^']+)'/m.exec(source)?.[1];
	expect(codex).toMatchObject({ node: `n8n-nodes-slipway.${name}` });
	expect(source).toContain(`export class ${folder} `);
});

/** Where a redirect may be followed: the Health Check asks a public address, with no credential. */
const withoutCredential = new Set(['nodes/HealthCheck/ask.ts']);

it('sends no request whose redirect n8n would follow, and take a secret along to another host', () => {
	const senders = sourcesBelow('nodes').flatMap((file) => {
		const text = readFileSync(path.join(root, file), 'utf8');
		const calls = [...text.matchAll(/helpers\s*\.\s*(httpRequest|httpRequestWithAuthentication|request|requestWithAuthentication)\b/g)];
		const refusals = [...text.matchAll(/disableFollowRedirect: true|followRedirect: false/g)];
		return calls.length > 0 ? [{ file, isSafe: refusals.length >= calls.length }] : [];
	});
	expect(senders.map(({ file }) => file)).toContain('nodes/shared/platformHttp.ts');
	expect(senders.filter(({ file, isSafe }) => !isSafe && !withoutCredential.has(file))).toEqual([]);
});
