import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensurePrivateFolder, makePrivateBelow, withPrivateUmask, writePrivateFile } from '../../tools/privateFiles';

describe('files of this user alone', () => {
	let folder: string;
	const modeOf = async (name: string): Promise<string> => ((await lstat(join(folder, name))).mode & 0o777).toString(8);

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-private-'));
	});
	afterEach(async () => await rm(folder, { recursive: true, force: true }));

	it('closes a folder that was open', async () => {
		await mkdir(join(folder, 'old'), { mode: 0o755 });
		await chmod(join(folder, 'old'), 0o755);
		await ensurePrivateFolder(join(folder, 'old'));
		await ensurePrivateFolder(join(folder, 'new/inner'));
		expect([await modeOf('old'), await modeOf('new/inner')]).toEqual(['700', '700']);
	});

	it('replaces a file that others could read, and leaves nothing beside it', async () => {
		await writeFile(join(folder, 'key.json'), 'old', { mode: 0o644 });
		await chmod(join(folder, 'key.json'), 0o644);
		await writePrivateFile(join(folder, 'key.json'), 'new');
		expect(await modeOf('key.json')).toBe('600');
		expect(await readFile(join(folder, 'key.json'), 'utf8')).toBe('new');
		expect(await readdir(folder)).toEqual(['key.json']);
	});

	it('writes no secret through a link that somebody put there', async () => {
		await writeFile(join(folder, 'elsewhere'), 'untouched');
		await symlink(join(folder, 'elsewhere'), join(folder, 'key.json'));
		await writePrivateFile(join(folder, 'key.json'), 'secret');
		expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('untouched');
	});

	it('closes all that is below a folder, keeps programs programs, and follows no link out of it', async () => {
		await mkdir(join(folder, 'inside/deep'), { recursive: true });
		await writeFile(join(folder, 'outside'), '');
		await chmod(join(folder, 'outside'), 0o644);
		await writeFile(join(folder, 'inside/deep/database.sqlite'), '');
		await writeFile(join(folder, 'inside/program'), '');
		await chmod(join(folder, 'inside/program'), 0o755);
		await symlink(join(folder, 'outside'), join(folder, 'inside/link'));
		await makePrivateBelow(join(folder, 'inside'));
		expect([
			await modeOf('inside/deep'),
			await modeOf('inside/deep/database.sqlite'),
			await modeOf('inside/program'),
			await modeOf('outside'),
		]).toEqual(['700', '600', '700', '644']);
	});

	it('sets the umask for a while only, also when that fails', () => {
		const before = process.umask();
		expect(withPrivateUmask(() => process.umask())).toBe(0o077);
		expect(() =>
			withPrivateUmask(() => {
				throw new Error('no such program');
			}),
		).toThrow('no such program');
		expect(process.umask()).toBe(before);
	});
});
