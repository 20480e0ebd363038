import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { nodeFiles } from './nodeClasses';

const root = path.resolve(__dirname, '..');

function sourcesBelow(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.posix.join(folder, file.split(path.sep).join('/')));
}

/** What a file imports: relative imports as paths from the project's root, packages by name. */
function importsOf(file: string): string[] {
	const text = readFileSync(path.join(root, file), 'utf8');
	const specifiers = [...text.matchAll(/\b(?:from|import|require\()\s*['"]([^'"]+)['"]/g)].map(
		(match) => match[1] ?? match[2] ?? '',
	);
	return specifiers.map((specifier) =>
		specifier.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)) : specifier,
	);
}

const platformFolders = readdirSync(path.join(root, 'nodes')).filter(
	(name) => name !== 'deployment' && name !== 'shared',
);

/** Nodes that compose platforms: these may import single calls and changes of theirs. */
const composingNodes: ReadonlySet<string> = new Set(['GitHubWatch', 'SecretSync']);

/**
 * The rooms of a platform, and which of them each may import besides itself. Types of `api/` are for all.
 * A room that would be empty is left out.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
	actions: ['fields', 'output', 'changes', 'state', 'api'],
	trigger: ['fields', 'output', 'state', 'api'],
	fields: ['state', 'api'],
	output: ['state'],
	changes: ['state', 'api'],
	state: [],
	api: [],
};

/** The room of a file below its platform's folder; '' for the node files themselves. */
const roomOf = (file: string, folder: string): string => {
	const [first = '', ...rest] = path.posix.relative(`nodes/${folder}`, file).split('/');
	return rest.length === 0 ? '' : first;
};

/** Packages that n8n Cloud lets a node import, or that the build bundles. */
const shippedPackages = new Set([
	'@noble/hashes/blake2.js',
	'brace-expansion',
	'crypto',
	'jsonc-parser',
	'lossless-json',
	'n8n-workflow',
	'node:crypto',
	'safe-regex2',
	'shlex',
	'tweetnacl',
]);

/** The AWS SDK, which the build bundles: for what speaks to AWS alone. */
function isShippedPackage(imported: string, file: string): boolean {
	if (shippedPackages.has(imported)) return true;
	const isSdk =
		imported.startsWith('@aws-sdk/client-') ||
		imported === '@aws-sdk/s3-request-presigner' ||
		imported === '@smithy/signature-v4';
	return isSdk && /^nodes\/(shared\/aws|Aws\w+|SecretSync)\//.test(file);
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
	expect(importsOf('nodes/shared/waiting/pollUntil.ts')).toContain('nodes/deployment/policy/pollPolicy');
});

it('keeps the domain pure: no n8n, no HTTP, no other layer, no clock of its own', () => {
	const files = sourcesBelow('nodes/deployment');
	expect(
		violations(
			files,
			(imported) =>
				imported.startsWith('nodes/deployment/') ||
				/^(brace-expansion|jsonc-parser|lossless-json|picomatch(\/posix)?|safe-regex2|shlex)$/.test(imported),
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
			(imported, file) => /^nodes\/(shared|deployment)\//.test(imported) || isShippedPackage(imported, file),
		),
	).toEqual([]);
});

it.each(platformFolders)('lets %s import the layers below and its own folder only', (folder) => {
	expect(
		violations(
			sourcesBelow(`nodes/${folder}`),
			(imported, file) =>
				imported.startsWith(`nodes/${folder}/`) ||
				/^nodes\/(shared|deployment)\//.test(imported) ||
				// The workflows that it installs, as data.
				(folder === 'SlipwayBundle' && /^workflows\/[\w.-]+\.json$/.test(imported)) ||
				(composingNodes.has(folder) && /^nodes\/[A-Z]\w+\/(api|changes)\//.test(imported)) ||
				isShippedPackage(imported, file),
		),
	).toEqual([]);
});

describe.each(platformFolders)('The rooms of %s', (folder) => {
	const files = sourcesBelow(`nodes/${folder}`);

	it('hold everything but the node files', () => {
		const loose = files.filter((file) => roomOf(file, folder) === '' && !file.endsWith('.node.ts'));
		expect(loose).toEqual([]);
		expect(files.map((file) => roomOf(file, folder)).filter((room) => room !== '' && !(room in rooms))).toEqual([]);
	});

	it('import downwards only', () => {
		const up = violations(files, (imported, file) => {
			if (!imported.startsWith(`nodes/${folder}/`)) return true;
			const [from, to] = [roomOf(file, folder), roomOf(imported, folder)];
			return from === '' || from === to || imported === `nodes/${folder}/api/types` || (rooms[from] ?? []).includes(to);
		});
		expect(up).toEqual([]);
	});

	it('know n8n only where a person, or n8n itself, is near', () => {
		const inside = files.filter(
			(file) => ['changes', 'state', 'api'].includes(roomOf(file, folder)) && !file.endsWith('/api/client.ts'),
		);
		expect(
			violations(
				inside,
				(imported) =>
					!/^(n8n-workflow|nodes\/shared\/(fields|webhook)\/.*|nodes\/shared\/operation\/(operation|runOperations))$/.test(
						imported,
					),
			)
				// JSON as a type is nobody's context.
				.filter(({ file, imports }) => imports !== 'n8n-workflow' || !importsJsonTypesOnly(file)),
		).toEqual([]);
	});

	it('have no circle of imports', () => {
		expect(circleIn(files)).toEqual([]);
	});
});

function importsJsonTypesOnly(file: string): boolean {
	const text = readFileSync(path.join(root, file), 'utf8');
	const names = [...text.matchAll(/import (type )?\{([^}]*)\} from 'n8n-workflow'/g)].map((match) => ({
		isType: match[1] !== undefined,
		names: match[2] ?? '',
	}));
	return names.every(
		({ isType, names: list }) =>
			isType && list.split(',').every((name) => ['IDataObject', 'JsonObject', 'JsonValue', ''].includes(name.trim())),
	);
}

/** One circle of imports among files, as the files on it; empty when there is none. */
function circleIn(files: readonly string[]): string[] {
	const known = new Set(files);
	const done = new Set<string>();
	const walk = (file: string, trail: readonly string[]): string[] => {
		if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
		if (done.has(file)) return [];
		for (const imported of importsOf(file)) {
			const target = [`${imported}.ts`, `${imported}/index.ts`].find((candidate) => known.has(candidate));
			const circle = target === undefined ? [] : walk(target, [...trail, file]);
			if (circle.length > 0) return circle;
		}
		done.add(file);
		return [];
	};
	for (const file of files) {
		const circle = walk(file, []);
		if (circle.length > 0) return circle;
	}
	return [];
}

/** Rooms of our own: what they ask for belongs to no vendor, or to several. */
const ownThings: readonly string[] = ['GitHubWatch', 'HealthCheck', 'SecretSync', 'ServiceCatalog', 'SlipwayBundle'];

/** The sandbox's room of a vendor: AWS is one, with a room for each of its services. */
const sandboxRoomOf = (folder: string): string => (folder.startsWith('Aws') ? 'aws' : folder.toLowerCase());

it.each(platformFolders.filter((name) => !ownThings.includes(name)))('lacks nothing of what %s needs', (folder) => {
	const sandbox = `sandbox/${sandboxRoomOf(folder)}`;
	const needed = [
		`nodes/${folder}/api/client.ts`,
		`nodes/${folder}/api/errorHints.ts`,
		`nodes/${folder}/state`,
		`${sandbox}/index.ts`,
		`test/nodes/${folder}`,
		`test/${sandbox}`,
	];
	expect(needed.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
	expect(sourcesBelow(`test/nodes/${folder}`).filter((file) => file.endsWith('.test.ts'))).not.toEqual([]);
	expect(sourcesBelow(`test/${sandbox}`).filter((file) => file.endsWith('.test.ts'))).not.toEqual([]);
});

// A sandbox of two APIs, such as Upstash's, has the rooms in each.
it.each(
	['aws', 'cloudflare', 'fly', 'github', 'neon', 'netlify', 'pagerduty', 'upstash/redis', 'upstash/management'].map(
		(name) => `sandbox/${name}`,
	),
)('gives %s the same rooms as every sandbox', (room) => {
	const entries = readdirSync(path.join(root, room)).map((name) => name.replace(/\.(ts|js)$/, ''));
	expect(entries).toEqual(expect.arrayContaining(['world', 'routes', 'present', 'control', 'page']));
});

it.each(['deployment', 'shared'])('has no circle of imports in nodes/%s', (folder) => {
	expect(circleIn(sourcesBelow(`nodes/${folder}`))).toEqual([]);
});

it('keeps product code out of the sandbox, which would otherwise prove itself', () => {
	expect(
		violations(
			sourcesBelow('sandbox'),
			(imported) => !/^(nodes|credentials|tools|test)\//.test(imported) && imported !== 'n8n-workflow',
		),
	).toEqual([]);
});

it.each(nodeFiles)('finds beside $className all that a node consists of', ({ className, file }) => {
	const folder = path.dirname(file);
	expect(readdirSync(folder).filter((name) => name.endsWith('.svg')).length).toBeGreaterThanOrEqual(2);
	const codex: unknown = JSON.parse(readFileSync(path.join(folder, `${className}.node.json`), 'utf8'));
	const source = readFileSync(file, 'utf8');
	const name = /^\t\tname: '([^']+)'/m.exec(source)?.[1];
	expect(codex).toMatchObject({ node: `n8n-nodes-slipway.${name}` });
	expect(source).toContain(`export class ${className} `);
});

/** Where a redirect may be followed: the Health Check asks a public address, with no credential. */
const withoutCredential = new Set(['nodes/shared/health/ask.ts']);

it('sends no request whose redirect n8n would follow, and take a secret along to another host', () => {
	const senders = sourcesBelow('nodes').flatMap((file) => {
		const text = readFileSync(path.join(root, file), 'utf8');
		const calls = [
			...text.matchAll(
				/helpers\s*\.\s*(httpRequest|httpRequestWithAuthentication|request|requestWithAuthentication)\b/g,
			),
		];
		const refusals = [...text.matchAll(/disableFollowRedirect: true|followRedirect: false/g)];
		return calls.length > 0 ? [{ file, isSafe: refusals.length >= calls.length }] : [];
	});
	expect(senders.map(({ file }) => file)).toContain('nodes/shared/http/platformHttp.ts');
	expect(senders.filter(({ file, isSafe }) => !isSafe && !withoutCredential.has(file))).toEqual([]);
});
