import { readFileSync } from 'node:fs';
import path from 'node:path';

import { isRecord, type JsonRecord } from '../../../tools/json';
import { faultsOfPackage, type PackedPackage, readPacked } from '../../../tools/release/packageFiles';

const manifest: JsonRecord = {
	name: 'n8n-nodes-slipway-fly',
	description: 'Fly.io for n8n',
	license: 'MIT',
	homepage: 'https://github.com/candlefish-ai/n8n-nodes-slipway#readme',
	repository: { type: 'git', url: 'git+https://github.com/candlefish-ai/n8n-nodes-slipway.git' },
	keywords: ['n8n-community-node-package'],
	publishConfig: { access: 'public', provenance: true },
	n8n: { nodes: ['dist/nodes/Fly/Fly.node.js'], credentials: ['dist/credentials/SlipwayFlyApi.credentials.js'] },
};

const paths = [
	'package.json',
	'README.md',
	'LICENSE',
	'THIRD_PARTY_LICENSES.txt',
	'index.js',
	'dist/known/nodes.json',
	'dist/types/nodes.json',
	'dist/nodes/Fly/Fly.node.js',
	'dist/nodes/Fly/__schema__/v1.0.0/app/get.json',
	'dist/credentials/SlipwayFlyApi.credentials.js',
	'examples/fly.json',
];

const packed = (files: readonly string[], bytes = 10): PackedPackage => ({
	name: 'n8n-nodes-slipway-fly',
	version: '1.0.0',
	packedBytes: 1000,
	files: files.map((file) => ({ path: file, bytes })),
});

it('has nothing against a package as it should be', () => {
	expect(faultsOfPackage(packed(paths), manifest, '1.0.0')).toEqual([]);
});

it.each([
	'dist/nodes/Fly/Fly.node.ts',
	'dist/nodes/Fly/Fly.node.js.map',
	'test/nodes/Fly/deploy.test.ts',
	'.env',
	'sources.json',
	'node_modules/axios/index.js',
	'docs/README.md',
	'dist/../secret.json.bak',
])('finds %s in it', (file) => {
	expect(faultsOfPackage(packed([...paths, file]), manifest, '1.0.0')).toEqual([`${file} does not belong in it`]);
});

it.each(paths.filter((file) => !/__schema__|examples|THIRD/.test(file)))('misses %s', (file) => {
	const rest = paths.filter((other) => other !== file);
	expect(faultsOfPackage(packed(rest), manifest, '1.0.0')).toEqual([`${file} is missing`]);
});

it('misses the licences, and wants the version, files that hold something, and none that is too large', () => {
	const rest = paths.filter((file) => !file.startsWith('THIRD'));
	expect(faultsOfPackage(packed(rest), manifest, '1.0.0')).toEqual(['the licences of what is bundled are missing']);
	expect(faultsOfPackage(packed(paths), manifest, '1.1.0')).toEqual(['has the version 1.0.0, not 1.1.0']);
	expect(faultsOfPackage(packed(paths, 0), manifest, '1.0.0')).toContain('README.md is empty');
	expect(faultsOfPackage(packed(paths, 5_000_000), manifest, '1.0.0')).toContain('index.js has 5000000 bytes');
});

it.each<[string, JsonRecord, string]>([
	['a description', { description: '' }, 'no description'],
	['a repository at GitHub', { repository: { url: 'https://example.com/a.git' } }, 'repository is not one of GitHub'],
	['provenance', { publishConfig: { access: 'public' } }, 'does not ask for provenance'],
	['to be public', { publishConfig: { provenance: true } }, 'does not say public'],
	['n8n’s keyword', { keywords: ['n8n'] }, 'keyword is missing'],
	['not to be private', { private: true }, 'it is private'],
	['no dependencies', { dependencies: { axios: '1' } }, 'has dependencies'],
])('wants %s', (_, change, fault) => {
	const faults = faultsOfPackage(packed(paths), { ...manifest, ...change }, '1.0.0');
	expect(faults).toEqual([expect.stringContaining(fault)]);
});

it('has nothing against the manifest of this package', () => {
	const own: unknown = JSON.parse(readFileSync(path.resolve(__dirname, '../../../package.json'), 'utf8'));
	if (!isRecord(own) || typeof own.version !== 'string') throw new Error('package.json is not an object');
	const named = isRecord(own.n8n) ? Object.values(own.n8n).flat().map(String) : [];
	const files = [...paths, ...named.filter((name) => name.startsWith('dist/'))];
	expect(faultsOfPackage({ ...packed(files), version: own.version }, own, own.version)).toEqual([]);
});

// npm 10 and 11 answer with a list, npm 12 with the packages by their names.
it.each([
	['a list', (answer: JsonRecord) => [answer]],
	['packages by name', (answer: JsonRecord) => ({ [String(answer.name)]: answer })],
])('reads %s of npm', (_, shape) => {
	const answer = { name: 'a', version: '1.0.0', size: 12, files: [{ path: 'index.js', size: 3, mode: 420 }] };
	expect(readPacked(shape(answer))).toEqual({
		name: 'a',
		version: '1.0.0',
		packedBytes: 12,
		files: [{ path: 'index.js', bytes: 3 }],
	});
	expect(() => readPacked([])).toThrow('said nothing of a package');
});
