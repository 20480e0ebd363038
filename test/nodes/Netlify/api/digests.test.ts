import { digestFiles } from '../../../../nodes/Netlify/api/files/digests';
import type { SiteFile } from '../../../../nodes/Netlify/api/files/siteFile';

function counted(path: string, sizeBytes: number): { readonly file: SiteFile; reads: number } {
	const source = {
		reads: 0,
		file: {
			path,
			read: async () => {
				source.reads++;
				return await Promise.resolve(Buffer.alloc(sizeBytes, path));
			},
		},
	};
	return source;
}

describe('the digests of files', () => {
	it('are taken of small files without reading them again for their upload', async () => {
		const small = counted('index.html', 400);
		const [digested] = await digestFiles([small.file]);
		expect(digested).toMatchObject({ path: 'index.html', sizeBytes: 400 });
		expect(await digested?.read()).toEqual(Buffer.alloc(400, 'index.html'));
		expect(small.reads).toBe(1);
	});

	it('keep no large file in memory', async () => {
		const large = counted('film.mp4', 256 * 1024 + 1);
		const [digested] = await digestFiles([large.file]);
		expect(await digested?.read()).toHaveLength(256 * 1024 + 1);
		expect(large.reads).toBe(2);
	});

	it('keep at most 32 MB of many small files', async () => {
		const sources = Array.from({ length: 130 }, (_, index) => counted(`${index}.png`, 256 * 1024));
		const digested = await digestFiles(sources.map(({ file }) => file));
		await Promise.all(digested.map(async ({ read }) => await read()));
		expect(sources.filter(({ reads }) => reads === 1)).toHaveLength(128);
		expect(sources.filter(({ reads }) => reads === 2)).toHaveLength(2);
	});
});
