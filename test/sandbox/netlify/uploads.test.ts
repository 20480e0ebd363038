import { createHash } from 'node:crypto';

import { strToU8, zipSync } from 'fflate';

import type { NetlifySandboxDriver } from './netlifySandboxDriver';
import { startNetlify } from './netlifySandboxDriver';

let netlify: NetlifySandboxDriver;
beforeEach(async () => {
	netlify = await startNetlify();
});
afterEach(async () => {
	const violations = netlify.violations();
	await netlify.close();
	expect(violations).toEqual([]);
});

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const createDeploy = async (json: unknown) => await netlify.api('POST', '/sites/paintbox/deploys', { json });
const upload = async (id: unknown, path: string, text: string) =>
	await netlify.api('PUT', `/deploys/${String(id)}/files/${path}`, { bytes: Buffer.from(text) });

test('a digest deploy asks once for each content, checks it, and goes live', async () => {
	const files = {
		'/index.html': sha1('home'),
		'copy.html': sha1('home'),
		'a b/ü.txt': sha1('odd'),
	};
	const { status, body } = await createDeploy({ files, title: 'By hand' });
	expect([status, body['state'], body['title']]).toEqual([200, 'uploading', 'By hand']);
	expect(body['required']).toEqual([sha1('home'), sha1('odd')]);
	const wrong = await upload(body['id'], 'index.html', 'tampered');
	expect([wrong.status, wrong.body['code']]).toEqual([422, 422]);
	expect((await upload(body['id'], 'unlisted.txt', 'x')).status).toBe(404);
	const sent = await upload(body['id'], 'index.html', 'home');
	expect(sent.body).toMatchObject({ path: '/index.html', sha: sha1('home'), size: 4 });
	expect((await netlify.deploy(body['id']))['required']).toEqual([sha1('odd')]);
	await upload(body['id'], encodeURIComponent('a b/ü.txt'), 'odd');
	expect((await netlify.deploy(body['id']))['state']).toBe('uploaded');
	netlify.clock.advance(5000);
	expect(await netlify.deploy(body['id'])).toMatchObject({ state: 'ready', required: [] });
	expect((await netlify.visit('/sites/paintbox/')).text).toBe('home');
	expect((await netlify.visit('/sites/paintbox/copy')).text).toBe('home');
	expect((await netlify.visit('/sites/paintbox/a%20b/%C3%BC.txt')).text).toBe('odd');

	const again = await createDeploy({ files: { ...files, 'new.txt': sha1('new') } });
	expect(again.body['required']).toEqual([sha1('new')]);
	const listed = await netlify.api('GET', '/sites/paintbox/files');
	expect(listed.list.map(({ path }) => path)).toEqual(['/index.html', '/copy.html', '/a b/ü.txt']);
});

test('an asynchronous deploy is prepared before it says what it needs', async () => {
	const created = (await createDeploy({ draft: true })).body;
	expect([created['state'], created['context']]).toEqual(['new', 'deploy-preview']);
	const path = `/sites/paintbox/deploys/${String(created['id'])}`;
	const put = await netlify.api('PUT', path, {
		json: { files: { 'index.html': sha1('draft') }, async: true, draft: true },
	});
	expect([put.body['state'], put.body['required']]).toEqual(['preparing', []]);
	expect((await upload(created['id'], 'index.html', 'draft')).status).toBe(422);
	netlify.clock.advance(2000);
	expect(await netlify.deploy(created['id'])).toMatchObject({
		state: 'prepared',
		required: [sha1('draft')],
	});
	await upload(created['id'], 'index.html', 'draft');
	netlify.clock.advance(5000);
	expect(await netlify.deploy(created['id'])).toMatchObject({
		state: 'ready',
		draft: true,
		published_at: null,
	});
	const permalink = `/sites/${String(created['id'])}--paintbox/`;
	expect((await netlify.visit(permalink)).text).toBe('draft');
	expect((await netlify.visit('/sites/paintbox/')).text).not.toBe('draft');
});

test('a deploy for a pull request is a preview under its alias', async () => {
	const { body } = await createDeploy({
		files: { 'index.html': sha1('preview') },
		branch: 'deploy-preview-12',
	});
	await upload(body['id'], 'index.html', 'preview');
	netlify.clock.advance(5000);
	expect(await netlify.deploy(body['id'])).toMatchObject({
		state: 'ready',
		context: 'deploy-preview',
		review_id: 12,
		published_at: null,
	});
	expect((await netlify.visit('/sites/deploy-preview-12--paintbox/')).text).toBe('preview');
});

test('functions are asked for by SHA-256', async () => {
	const { body } = await createDeploy({
		files: { 'index.html': sha1('f') },
		functions: { hello: sha256('bundle') },
	});
	expect(body['required_functions']).toEqual([sha256('bundle')]);
	await upload(body['id'], 'index.html', 'f');
	expect((await netlify.deploy(body['id']))['state']).toBe('uploading');
	const path = `/deploys/${String(body['id'])}/functions/hello?runtime=js`;
	expect((await netlify.api('PUT', path, { bytes: Buffer.from('other') })).status).toBe(422);
	const sent = await netlify.api('PUT', path, { bytes: Buffer.from('bundle') });
	expect(sent.body).toMatchObject({ name: 'hello', sha: sha256('bundle') });
	netlify.clock.advance(5000);
	const answer = await netlify.visit('/sites/paintbox/.netlify/functions/hello');
	expect(answer.body).toMatchObject({ function: 'hello', deployId: body['id'] });
});

test('a zip is a whole deploy in one request', async () => {
	const zip = Buffer.from(zipSync({ 'index.html': strToU8('zipped'), 'css/site.css': strToU8('a{}') }));
	const path = '/sites/paintbox/deploys?title=Zip';
	const { body } = await netlify.api('POST', path, {
		bytes: zip,
		contentType: 'application/zip',
	});
	netlify.clock.advance(5000);
	expect(await netlify.deploy(body['id'])).toMatchObject({ state: 'ready', title: 'Zip' });
	expect((await netlify.visit('/sites/paintbox/')).text).toBe('zipped');
	const style = await netlify.visit('/sites/paintbox/css/site.css');
	expect(style.headers.get('content-type')).toContain('text/css');
	const broken = await netlify.api('POST', path, {
		bytes: Buffer.from('not a zip'),
		contentType: 'application/zip',
	});
	expect(broken.status).toBe(422);
});

test('bad file names and digests are refused and leave no deploy behind', async () => {
	const before = (await netlify.api('GET', '/sites/paintbox/deploys')).list.length;
	expect((await createDeploy({ files: { 'a#b.html': sha1('x') } })).status).toBe(422);
	expect((await createDeploy({ files: { 'a.html': 'abc' } })).status).toBe(422);
	expect((await createDeploy({ files: ['a.html'] })).status).toBe(422);
	expect((await netlify.api('GET', '/sites/paintbox/deploys')).list).toHaveLength(before);
});

test('12,000 small files are declared, and only what is new is asked for', async () => {
	const files = Object.fromEntries(
		Array.from({ length: 12_000 }, (_, index) => [`pages/${index}.html`, sha1(String(index % 3))]),
	);
	const { body } = await createDeploy({ files });
	expect(body['required']).toHaveLength(3);
	for (const text of ['0', '1', '2']) await upload(body['id'], `pages/${text}.html`, text);
	netlify.clock.advance(5000);
	expect((await netlify.visit('/sites/paintbox/pages/11999.html')).text).toBe('2');
	expect(netlify.sandbox.state()).toMatchObject({ netlify: { stored_files: 3 } });
});
