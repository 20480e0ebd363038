import { strToU8, zipSync } from 'fflate';
import type { INodeExecutionData } from 'n8n-workflow';

import { itemWithFiles, useNetlify, paintbox } from './netlifyDriver';

const netlify = useNetlify({ checked: 100 });

const uploads = /\/deploys\/[^/]+\/files\//;
const site = { 'index.html': '<h1>Two</h1>', 'css/site.css': 'a{color:red}', 'img/a b.svg': '<svg/>' };

function zipItem(files: Readonly<Record<string, string>>): INodeExecutionData {
	const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
	const data = Buffer.from(zipSync(Object.fromEntries(entries))).toString('base64');
	return { json: {}, binary: { data: { data, mimeType: 'application/zip', fileName: 'site.zip' } } };
}

function manyFiles(count: number, edition = 1): Record<string, string> {
	return Object.fromEntries(
		Array.from({ length: count }, (_, index) => [`pages/${index}.html`, `Page ${index}, edition ${edition}`]),
	);
}

const fromBinaries = { operation: 'deployFiles', filesFrom: 'allBinaries' };

describe('Deploy Files', () => {
	it('deploys the binary fields of an item and proves that they are live', async () => {
		const release = await netlify.run({ ...fromBinaries, title: 'By hand' }, { items: [itemWithFiles(site)] });
		expect(release).toMatchObject({
			state: 'live',
			live: true,
			verified: true,
			commit: null,
			previous: paintbox.firstDeploy,
			artifact: { kind: 'files', ref: release.id, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
			uploadMethod: 'changedFiles',
			files: 3,
			sentFiles: 3,
		});
		expect(release.title).toMatch(/^By hand \[slipway/);
		expect((await netlify.visit('css/site.css')).text).toBe('a{color:red}');
		expect((await netlify.visit('img/a%20b.svg')).text).toBe('<svg/>');
	});

	it('sends only what has changed the second time', async () => {
		await netlify.run(fromBinaries, { items: [itemWithFiles(site)] });
		const before = netlify.requests('PUT', uploads).length;
		const release = await netlify.run(fromBinaries, {
			items: [itemWithFiles({ ...site, 'index.html': '<h1>Three</h1>' })],
		});
		expect(release).toMatchObject({ live: true, verified: true, sentFiles: 1 });
		expect(
			netlify
				.requests('PUT', uploads)
				.slice(before)
				.map(({ path }) => path),
		).toEqual([`/api/v1/deploys/${String(release.id)}/files/index.html`]);
		expect((await netlify.visit('')).text).toBe('<h1>Three</h1>');
	});

	it('deploys a zip', async () => {
		const release = await netlify.run({ operation: 'deployFiles' }, { items: [zipItem(site)] });
		expect(release).toMatchObject({ live: true, verified: true, files: 3, uploadMethod: 'changedFiles' });
		expect((await netlify.visit('css/site.css')).text).toBe('a{color:red}');
	});

	it('sends a zip as it is when told to', async () => {
		const item = zipItem(site);
		const release = await netlify.run({ operation: 'deployFiles', uploadMethod: 'zip' }, { items: [item] });
		expect(release).toMatchObject({ live: true, verified: true, uploadMethod: 'zip' });
		const [sent] = netlify.requests('PUT', /\/deploys\/[^/]+$/);
		expect(sent?.headers['content-type']).toBe('application/zip');
		expect(sent?.body).toMatchObject({ bytes: Buffer.from(item.binary?.data?.data ?? '', 'base64').length });
	});

	it('sends many new files in one archive, and few changed ones one by one', async () => {
		const first = await netlify.run(fromBinaries, { items: [itemWithFiles(manyFiles(150))] });
		expect(first).toMatchObject({ live: true, verified: true, uploadMethod: 'zip' });
		expect(netlify.requests('PUT', uploads)).toEqual([]);
		const second = await netlify.run(fromBinaries, {
			items: [itemWithFiles({ ...manyFiles(150), 'pages/7.html': 'Changed' })],
		});
		expect(second).toMatchObject({ live: true, verified: true, uploadMethod: 'changedFiles', sentFiles: 1 });
		expect((await netlify.visit('pages/7.html')).text).toBe('Changed');
	});

	it('has digests of many files compared in the background, and sends several at once', async () => {
		const release = await netlify.run(
			{ ...fromBinaries, uploadMethod: 'changedFiles', concurrency: 10 },
			{ items: [itemWithFiles(manyFiles(120, 2))] },
		);
		expect(release).toMatchObject({ live: true, verified: true, sentFiles: 120 });
		expect(netlify.requests('PUT', /\/deploys\/[^/]+$/)[0]?.body).toMatchObject({ async: true });
	});

	it('makes a draft, which leaves the site alone', async () => {
		const release = await netlify.run(
			{ ...fromBinaries, target: 'draft', branch: 'pull-12' },
			{ items: [itemWithFiles(site)] },
		);
		expect(release).toMatchObject({ state: 'ready', live: false, verified: true, branch: 'pull-12' });
		expect(String(release.url)).toContain(String(release.id));
		expect((await netlify.visit('', 'pull-12--paintbox')).text).toBe('<h1>Two</h1>');
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});

	it('deploys only the fields that are named', async () => {
		const item = itemWithFiles(site);
		await netlify.run(
			{ operation: 'deployFiles', filesFrom: 'namedBinaries', binaryPropertyNames: 'file_0, file_1' },
			{ items: [item] },
		);
		expect((await netlify.visit('img/a%20b.svg')).status).toBe(404);
		expect((await netlify.visit('')).text).toBe('<h1>Two</h1>');
	});

	it('takes the folder that all files share for the root of the site', async () => {
		const files = { '/data/build/index.html': 'root', '/data/build/css/a.css': 'a' };
		await netlify.run(fromBinaries, { items: [itemWithFiles(files)] });
		expect((await netlify.visit('css/a.css')).text).toBe('a');
	});

	it('only tells what it would send in a dry run', async () => {
		const plan = await netlify.run({ ...fromBinaries, dryRun: true }, { items: [itemWithFiles(site)] });
		expect(plan).toMatchObject({
			dryRun: true,
			plan: { action: 'deployFiles', draft: false, method: 'changedFiles', files: 3, newContents: 3 },
		});
		expect(netlify.writes()).toEqual([]);
	});

	it('fails on a locked site', async () => {
		await netlify.run({ operation: 'lock' });
		const release = await netlify.run({ ...fromBinaries, onBadEnd: 'return' }, { items: [itemWithFiles(site)] });
		expect(release).toMatchObject({ state: 'ready', live: false, verified: false });
		expect(release.reason).toContain('locked to deploy');
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});
});

describe('trouble while files are sent', () => {
	it.each([
		['of the new deploy', 'POST', '/api/v1/sites/*/deploys'],
		['of the digests', 'PUT', '/api/v1/sites/*/deploys/*'],
		['of a file', 'PUT', '/api/v1/deploys/*/files/*'],
	])('a lost answer %s makes no second deploy', async (_name, method, path) => {
		netlify.sandbox.addFault({ platform: 'netlify', method, path, kind: 'lostReply' });
		const release = await netlify.run(fromBinaries, { items: [itemWithFiles(site)] });
		expect(release).toMatchObject({ live: true, verified: true });
		expect(netlify.requests('POST', /\/deploys$/)).toHaveLength(1);
	});

	it('a lost answer of the archive does not send it again', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'PUT',
			path: '/api/v1/sites/*/deploys/*',
			kind: 'lostReply',
		});
		const release = await netlify.run({ operation: 'deployFiles', uploadMethod: 'zip' }, { items: [zipItem(site)] });
		expect(release).toMatchObject({ live: true, verified: true });
		expect(netlify.requests('PUT')).toHaveLength(1);
	});

	it('tries a file again while Netlify has a fault', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'PUT',
			path: '/api/v1/deploys/*/files/**',
			kind: 'status',
			status: 502,
			times: 2,
		});
		const release = await netlify.run(fromBinaries, { items: [itemWithFiles(site)] });
		expect(release).toMatchObject({ live: true, verified: true });
	});

	it('cancels the half-sent deploy when a file is refused', async () => {
		netlify.sandbox.addFault({
			platform: 'netlify',
			method: 'PUT',
			path: '/api/v1/deploys/*/files/**',
			kind: 'status',
			status: 422,
			times: 'always',
			body: { code: 422, message: 'File is not welcome' },
		});
		const error = await netlify.failure(fromBinaries, { items: [itemWithFiles(site)] });
		expect(error.message).toContain('File is not welcome');
		expect(netlify.requests('POST', /\/cancel$/)).toHaveLength(1);
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});
});

describe('a deploy that somebody cancels while files are sent', () => {
	it('is reported as cancelled, not as a refused file', async () => {
		const stop = netlify.sandbox.onExchange(({ method, path }) => {
			const id = /\/deploys\/([^/]+)\/files\//.exec(path)?.[1];
			if (method !== 'PUT' || id === undefined) return;
			stop();
			void netlify.control(`/deploys/${id}/state`, { state: 'canceled' });
		});
		const error = await netlify.failure(
			{ ...fromBinaries, uploadMethod: 'changedFiles', concurrency: 1 },
			{ items: [itemWithFiles(manyFiles(120, 3))] },
		);
		expect(error.message).toContain('was cancelled: Canceled build');
		expect(netlify.requests('POST', /\/cancel$/)).toEqual([]);
		expect(await netlify.liveDeploy()).toBe(paintbox.firstDeploy);
	});
});

describe('bad input', () => {
	it.each([
		[
			'a name Netlify cannot serve',
			itemWithFiles({ 'c#.html': 'x' }),
			'The file name "/c#.html" cannot be deployed',
			'Rename',
		],
		['no file', { json: {} }, 'no binary field', 'Connect a node'],
		[
			'two files for one path',
			itemWithFiles({ 'a.html': 'x', '/a.html': 'y' }),
			'Two files would be deployed as /a.html',
			'name',
		],
	])('%s is refused before anything is written', async (_name, item, message, advice) => {
		const error = await netlify.failure(fromBinaries, { items: [item] });
		expect(error.message).toContain(message);
		expect(error.advice).toContain(advice);
		expect(netlify.requests()).toEqual([]);
	});

	it('a field without a zip is refused', async () => {
		const item = itemWithFiles({ 'a.txt': 'This is text, not an archive' });
		const error = await netlify.failure({ operation: 'deployFiles', binaryPropertyName: 'file_0' }, { items: [item] });
		expect(error.message).toContain('The zip file cannot be read');
		expect(error.advice).toContain('.zip');
	});
});
