import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

import { openZip } from '../../../../nodes/Netlify/api/files/zipArchive';
import { writeZip } from '../../../../nodes/Netlify/api/files/zipWriter';

function zip(files: Readonly<Record<string, string>>, level: 0 | 6 = 6): Buffer {
	const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
	return Buffer.from(zipSync(Object.fromEntries(entries), { level }));
}

async function contents(archive: Buffer): Promise<Record<string, string>> {
	const { files } = openZip(archive);
	const read = await Promise.all(files.map(async (file) => [file.path, (await file.read()).toString()] as const));
	return Object.fromEntries(read);
}

const site = { 'index.html': '<h1>Paintbox</h1>'.repeat(50), 'css/größe.css': 'a{}', 'empty.txt': '' };

describe('openZip', () => {
	it.each([0, 6] as const)('reads what another tool packed at level %d', async (level) => {
		expect(await contents(zip(site, level))).toEqual(site);
	});

	it('reads what writeZip wrote, which is the same every time', async () => {
		const { files } = openZip(zip(site));
		const first = await writeZip(files);
		expect(await contents(first)).toEqual(site);
		expect((await writeZip(files)).equals(first)).toBe(true);
	});

	it('writes what another tool can read, smaller than it was', async () => {
		const written = await writeZip(openZip(zip(site)).files);
		const read = Object.entries(unzipSync(written)).map(([name, bytes]) => [name, strFromU8(bytes)]);
		expect(Object.fromEntries(read)).toEqual(site);
		expect(written.length).toBeLessThan(zip(site, 0).length);
	});

	it('leaves folders out', () => {
		expect(openZip(zip({ 'css/': '', 'css/a.css': 'a' })).files.map(({ path }) => path)).toEqual(['css/a.css']);
	});

	it('notices a damaged file', async () => {
		const damaged = zip({ 'a.txt': 'paintbox' }, 0);
		damaged[damaged.indexOf('paintbox')] = 0x50;
		await expect(openZip(damaged).files[0]?.read()).rejects.toThrow('"a.txt" is damaged');
	});

	it('notices packed bytes that are broken, or more than they claim to be', async () => {
		const text = 'paintbox '.repeat(100_000);
		const broken = zip({ 'a.txt': text });
		broken.fill(0xff, 40, 60);
		await expect(openZip(broken).files[0]?.read()).rejects.toThrow('"a.txt" is damaged');
		const larger = zip({ 'a.txt': text });
		larger.writeUInt32LE(20, larger.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
		await expect(openZip(larger).files[0]?.read()).rejects.toThrow('"a.txt" is damaged');
	});

	it.each([
		['no zip at all', Buffer.from('hello, this is not a zip file'), 'its directory is missing'],
		['a name with #', zip({ 'c#.html': 'x' }), 'cannot serve file names with # or ?'],
		['a name with ?', zip({ 'a?b.html': 'x' }), 'cannot serve file names with # or ?'],
		['a way out', zip({ '../../etc/passwd': 'x' }), 'leads out of the site'],
		['two files for one path', zip({ 'a.html': 'x', './a.html': 'y' }), 'Two files would be deployed as /a.html'],
		['nothing', zip({}), 'no file to deploy'],
	])('refuses %s', (_name, archive, message) => {
		expect(() => openZip(archive)).toThrow(message);
	});
});
