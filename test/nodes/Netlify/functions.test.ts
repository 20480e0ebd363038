import { zipSync } from 'fflate';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { itemWithFiles, useNetlify } from './netlifyDriver';

const netlify = useNetlify();

function bundle(text: string): Buffer {
	return Buffer.from(zipSync({ 'index.js': Buffer.from(text) }));
}

/** A page as `file_0`, then functions as `file_1`, `file_2`. */
function site(functions: Readonly<Record<string, Buffer>>): { items: INodeExecutionData[] } {
	return { items: [itemWithFiles({ 'index.html': '<h1>hello</h1>', ...functions })] };
}

const deploy: INodeParameters = {
	operation: 'deployFiles',
	filesFrom: 'allBinaries',
	functionsFrom: 'namedBinaries',
	functionBinaryNames: 'file_1, file_2',
	functionsRuntime: 'js',
	uploadMethod: 'automatic',
	concurrency: 5,
	target: 'production',
};
const uploads = /\/functions\//;

it('deploys functions beside the files, and only those that are new', async () => {
	const functions = { 'hello.zip': bundle('one'), 'checkout.zip': bundle('two') };
	const release = await netlify.run(deploy, site(functions));
	expect(release).toMatchObject({ state: 'live', verified: true, functions: ['hello', 'checkout'], files: 1 });
	const sent = netlify.requests('PUT', uploads);
	expect(sent.map(({ path }) => path.split('/').pop()).sort()).toEqual(['checkout', 'hello']);
	expect(sent[0]?.query).toMatchObject({ runtime: 'js' });
	expect((await netlify.visit('.netlify/functions/hello')).status).toBe(200);
	expect((await netlify.visit('hello.zip')).status).toBe(404);
	const second = await netlify.run(deploy, site({ ...functions, 'hello.zip': bundle('three') }));
	expect(second.digest).toBe(undefined);
	expect(netlify.requests('PUT', uploads)).toHaveLength(3);
	expect((second.artifact as { digest: string }).digest).not.toBe((release.artifact as { digest: string }).digest);
});

it('sends a function again after a lost answer, and it ends well', async () => {
	netlify.sandbox.addFault({ platform: 'netlify', method: 'PUT', path: '**/functions/hello', kind: 'lostReply' });
	expect(await netlify.run(deploy, site({ 'hello.zip': bundle('one'), 'checkout.zip': bundle('two') }))).toMatchObject({
		verified: true,
	});
});

it.each([
	[
		{ functionBinaryNames: 'file_1' },
		{ 'hello.zip': Buffer.from('module.exports = 1') },
		'is not a zip file',
		'zip of its own',
	],
	[{ functionBinaryNames: 'file_1' }, { 'a b.zip': bundle('x') }, 'cannot be the name of a function', 'underscores'],
	[{ functionBinaryNames: '' }, { 'hello.zip': bundle('x') }, 'Functions Binary Fields is empty', 'Fill in'],
	[
		{ functionBinaryNames: 'file_1', uploadMethod: 'zip' },
		{ 'hello.zip': bundle('x') },
		'cannot be deployed with Upload Method Zip',
		'Changed Files',
	],
])('refuses %j', async (parameters, functions, message, advice) => {
	const error = await netlify.failure({ ...deploy, ...parameters }, site(functions as Record<string, Buffer>));
	expect(error.message).toContain(message);
	expect(error.advice).toContain(advice);
	expect(netlify.writes()).toEqual([]);
});
