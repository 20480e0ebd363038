import type { INodeParameters } from 'n8n-workflow';

import { webhookSecret, useGitHub } from '../gitHubDriver';
import { deliverTo, sign } from './triggerDriver';

// What a captured delivery may become when its headers, which nobody signs, are changed.
const github = useGitHub();

const parameters: INodeParameters = {
	events: ['push', 'pull_request', 'workflow_run', 'deployment', 'release', 'repository_dispatch'],
	options: { completeChangedFiles: false },
};

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

async function post(body: string | Buffer, headers: Readonly<Record<string, string>>) {
	const unsigned = { 'X-GitHub-Event': 'push', 'X-GitHub-Delivery': 'a-delivery' };
	const signature = { 'X-Hub-Signature-256': sign(webhookSecret, body) };
	return await deliverTo(github, { body, headers: { ...unsigned, ...signature, ...headers } }, parameters);
}

function pushOf(branch: string, message = 'm'): object {
	return {
		ref: `refs/heads/${branch}`,
		before: '2'.repeat(40),
		after: branch === 'main' ? 'e'.repeat(40) : 'a'.repeat(40),
		commits: [],
		head_commit: { id: 'a'.repeat(40), message },
		repository: { id: 1, full_name: 'acme/shop', default_branch: 'main' },
	};
}

const hidden = new URLSearchParams({ payload: JSON.stringify(pushOf('main')) }).toString();

it.each([json, form, `${form}; charset=utf-8`, 'text/plain', 'application/json; charset=utf-16le', 'image/png'])(
	'reads JSON with a form in it as the same push under the content type %s',
	async (contentType) => {
		const body = JSON.stringify(pushOf('side', `harmless&${hidden}&`));
		const { status, items } = await post(body, { 'Content-Type': contentType });
		expect(status).toBe(202);
		expect(items).toMatchObject([{ branch: 'side', sha: 'a'.repeat(40) }]);
	},
);

it.each([json, form, 'text/plain'])('reads a form as the same push under the content type %s', async (contentType) => {
	const outcome = post(hidden, { 'Content-Type': contentType });
	// n8n itself refuses a body that it cannot parse as the JSON that it is said to be.
	if (contentType === json) return await expect(outcome).rejects.toThrow(SyntaxError);
	expect((await outcome).items).toMatchObject([{ branch: 'main' }]);
});

it.each([
	['a second field', `${hidden}&x=1`],
	['the field twice', `${hidden}&${hidden}`],
	['a field before it', `x=1&${hidden}`],
	['a sign for one at the end', `${hidden}&`],
	['another name', hidden.replace('payload', 'Payload')],
	['no JSON in it', 'payload=1'],
	['nothing in it', 'payload='],
	['a list of pushes', JSON.stringify([pushOf('main')])],
	['a string', JSON.stringify(JSON.stringify(pushOf('main')))],
])('refuses a body with %s', async (_name, body) => {
	for (const contentType of [form, 'text/plain']) {
		expect(await post(body, { 'Content-Type': contentType })).toMatchObject({ status: 400, items: [] });
	}
});

it.each([
	['a byte order mark', '\uFEFF'],
	['white space', ' \r\n\t'],
	['both', '\uFEFF\n'],
])('reads JSON after %s, which can be nothing else', async (_name, start) => {
	const outcome = await post(`${start}${JSON.stringify(pushOf('main'))}`, { 'Content-Type': 'text/plain' });
	expect(outcome).toMatchObject({ status: 202, items: [{ branch: 'main' }] });
});

it.each(['pull_request', 'workflow_run', 'deployment', 'release', 'repository_dispatch'])(
	'does not read a push as %s, whatever its header says',
	async (event) => {
		const outcome = await post(JSON.stringify(pushOf('main')), { 'Content-Type': json, 'X-GitHub-Event': event });
		expect(outcome).toMatchObject({ status: 400, items: [] });
		expect(outcome.body).toMatchObject({ error: expect.stringContaining(event) as unknown });
	},
);
