import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { installPackages } from '../../tools/n8n/packageInstaller';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'slipway-packages-'));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

async function put(file: string, content: string): Promise<void> {
	await mkdir(dirname(join(folder, file)), { recursive: true });
	await writeFile(join(folder, file), content);
}

async function builtPackage(name: string, version = '1.0.0'): Promise<string> {
	await put(`built/${name}/package.json`, JSON.stringify({ name, version, files: ['dist'] }));
	await put(`built/${name}/dist/index.js`, '');
	await put(`built/${name}/sources.json`, '[]');
	return join(folder, 'built', name);
}

const installed = async (): Promise<string[]> => await readdir(join(folder, '.n8n/nodes/node_modules'));
const dependencies = async (): Promise<unknown> =>
	JSON.parse(await readFile(join(folder, '.n8n/nodes/package.json'), 'utf8')).dependencies;

it('puts in what ships, several packages side by side', async () => {
	const names = ['n8n-nodes-slipway-fly', 'n8n-nodes-slipway-neon'];
	expect(await installPackages(await Promise.all(names.map((name) => builtPackage(name))), folder)).toEqual(names);
	expect(await installed()).toEqual(names);
	expect(await dependencies()).toEqual({ 'n8n-nodes-slipway-fly': '1.0.0', 'n8n-nodes-slipway-neon': '1.0.0' });
	const files = await readdir(join(folder, '.n8n/nodes/node_modules/n8n-nodes-slipway-fly'));
	expect(files.sort()).toEqual(['dist', 'package.json']);
});

it('leaves what others installed, and takes out what must not meet', async () => {
	const whole = await builtPackage('n8n-nodes-slipway');
	await installPackages([whole], folder);
	await put('.n8n/nodes/node_modules/n8n-nodes-other/package.json', '{}');
	await put(
		'.n8n/nodes/package.json',
		JSON.stringify({
			name: 'installed-nodes',
			private: true,
			dependencies: { 'n8n-nodes-slipway': '1.0.0', 'n8n-nodes-other': '2.0.0' },
		}),
	);
	await installPackages([await builtPackage('n8n-nodes-slipway-fly')], folder);
	expect((await installed()).sort()).toEqual(['n8n-nodes-other', 'n8n-nodes-slipway-fly']);
	expect(await dependencies()).toEqual({ 'n8n-nodes-other': '2.0.0', 'n8n-nodes-slipway-fly': '1.0.0' });
	await installPackages([whole], folder);
	expect(await dependencies()).toEqual({ 'n8n-nodes-other': '2.0.0', 'n8n-nodes-slipway': '1.0.0' });
});

it('replaces an older build, and its version', async () => {
	await installPackages([await builtPackage('n8n-nodes-slipway')], folder);
	await put('.n8n/nodes/node_modules/n8n-nodes-slipway/dist/gone.js', '');
	await installPackages([await builtPackage('n8n-nodes-slipway', '1.1.0')], folder);
	expect(await dependencies()).toEqual({ 'n8n-nodes-slipway': '1.1.0' });
	expect(await readdir(join(folder, '.n8n/nodes/node_modules/n8n-nodes-slipway/dist'))).toEqual(['index.js']);
});

it('says what is not built, and then changes nothing', async () => {
	const fly = await builtPackage('n8n-nodes-slipway-fly');
	await rm(join(fly, 'dist'), { recursive: true });
	const neon = await builtPackage('n8n-nodes-slipway-neon');
	await expect(installPackages([neon, fly], folder)).rejects.toThrow(
		/n8n-nodes-slipway-fly is not built: dist missing/,
	);
	await expect(installPackages([join(folder, 'built/nothing')], folder)).rejects.toThrow(
		/is not there, or has no name/,
	);
	await expect(installed()).rejects.toThrow('ENOENT');
});
