import { build, type Metafile } from 'esbuild';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { bundleOptions } from '../../tools/bundleOptions';
import { packInto } from '../../tools/scan';
import { bundledPackages, type BundledPackage, thirdPartyLicenses } from '../../tools/thirdPartyLicenses';

const root = path.resolve(__dirname, '../..');

const made = (change: Partial<BundledPackage>): BundledPackage => ({
	name: 'left-pad',
	version: '1.0.0',
	license: 'MIT',
	source: 'https://example.com',
	texts: [{ file: 'LICENSE', text: 'Copyright somebody' }],
	...change,
});

describe('the licences of what is bundled', () => {
	let metafile: Metafile;
	let shipped: string;
	let shippedManifest: { readonly files: readonly string[] };

	beforeAll(async () => {
		const below = (folder: string, ending: string): string[] =>
			readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
				.filter((file) => file.endsWith(ending))
				.map((file) => path.join(folder, file));
		const entryPoints = [...below('nodes', '.node.ts'), ...below('credentials', '.credentials.ts')];
		({ metafile } = await build({
			...bundleOptions(entryPoints, path.join(root, 'dist')),
			metafile: true,
			write: false,
		}));
		const folder = mkdtempSync(path.join(tmpdir(), 'slipway-licenses-'));
		try {
			const unpacked = packInto(folder);
			shipped = readFileSync(path.join(unpacked, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
			shippedManifest = JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8')) as typeof shippedManifest;
			expect(readdirSync(unpacked)).toContain('LICENSE');
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});

	it('are in the tarball for every package of which a byte is in it', () => {
		const inside = Object.values(metafile.outputs)
			.flatMap(({ inputs }) => Object.entries(inputs))
			.filter(([file, { bytesInOutput }]) => file.includes('node_modules/') && bytesInOutput > 0)
			.map(([file]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? file);
		const names = [...new Set(inside)];
		expect(names).toEqual(expect.arrayContaining(['@aws-sdk/client-ecs', 'tweetnacl', 'lossless-json']));
		expect(names.filter((name) => !shipped.includes(`\n${name} `))).toEqual([]);
		expect(shippedManifest.files).toContain('dist');
	});

	it("are whole: each copyright line and the licences' own words", () => {
		for (const { texts, name, version } of bundledPackages(metafile)) {
			expect(shipped).toContain(`${name} ${version} (`);
			for (const { text } of texts) expect(shipped).toContain(text);
		}
		expect(shipped).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
	});

	it('name nothing that is not in it', () => {
		const listed = [...shipped.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+) \d[\w.-]* \(/gm)].map((match) => match[1]);
		expect(listed.sort()).toEqual(
			bundledPackages(metafile)
				.map(({ name }) => name)
				.sort(),
		);
	});

	it.each([
		['no text', { texts: [] }, 'left-pad@1.0.0 ships no licence text'],
		['a notice alone', { texts: [{ file: 'NOTICE', text: 'made by us' }] }, 'ships no licence text'],
		['a licence that binds what it is shipped with', { license: 'GPL-3.0' }, 'has the licence "GPL-3.0"'],
		['no licence', { license: undefined }, 'has the licence "undefined"'],
	])('fail the build for a package with %s', (_what, change, message) => {
		expect(() => thirdPartyLicenses([made({}), made(change)])).toThrow(message);
	});

	it('put a text that several packages share in once, and another one apart', () => {
		const text = thirdPartyLicenses([
			made({}),
			made({ name: 'right-pad' }),
			made({ name: 'other', texts: [{ file: 'LICENSE', text: 'Copyright another' }] }),
		]);
		expect(text.match(/Copyright somebody/g)).toHaveLength(1);
		expect(text).toMatch(/left-pad 1\.0\.0 \(MIT\).*\nright-pad 1\.0\.0/);
		expect(text.indexOf('other 1.0.0')).toBeGreaterThan(text.indexOf('Copyright somebody'));
	});
});
