import examples from '@octokit/webhooks-examples';
import type { INodeParameters } from 'n8n-workflow';

import { isPayloadOf } from '../../../../nodes/GitHub/trigger/event/isPayloadOf';
import { isRecord, listAt, numberAt, textAt, textsAt, valueAt } from '../../../../nodes/deployment/values/jsonFields';
import { useGitHub } from '../gitHubDriver';
import { deliverTo, deliveryOf } from './triggerDriver';

const github = useGitHub({ checked: 1 });

const allEvents = [
	'push',
	'pull_request',
	'workflow_run',
	'deployment',
	'release',
	'registry_package',
	'repository_dispatch',
];

const wholeList: unknown = 'default' in examples ? examples.default : examples;
const cases = listAt({ wholeList }, 'wholeList').flatMap((group) => {
	const event = textAt(group, 'name') ?? '';
	return listAt(group, 'examples').map((payload, index): [string, number, unknown] => [event, index, payload]);
});
const casesOf = (event: string) => cases.filter(([name]) => name === event);

async function post(event: string, payload: unknown, parameters: INodeParameters = {}) {
	return await deliverTo(github, deliveryOf(event, payload), { events: allEvents, ...parameters });
}

it('has examples of both kinds', () => {
	expect(casesOf('push').length).toBeGreaterThanOrEqual(7);
	expect(casesOf('pull_request').length).toBeGreaterThanOrEqual(29);
});

it.each(casesOf('push'))('%s %i', async (event, _index, payload) => {
	const outcome = await post(event, payload);
	if (valueAt(payload, 'deleted') === true) {
		expect(outcome).toMatchObject({ status: 200, items: [] });
		expect(textAt(outcome.body, 'ignored')).toContain(`${textAt(payload, 'ref')} was deleted`);
		return;
	}
	expect(outcome.status).toBe(202);
	const [item] = outcome.items;
	const ref = textAt(payload, 'ref') ?? '';
	const isTag = ref.startsWith('refs/tags/');
	const shortName = ref.split('/').slice(2).join('/');
	expect(item).toMatchObject({
		event: 'push',
		action: null,
		ref,
		branch: isTag ? null : shortName,
		tag: isTag ? shortName : null,
		sha: textAt(payload, 'head_commit', 'id') ?? textAt(payload, 'after'),
		before: /^0+$/.test(textAt(payload, 'before') ?? '') ? null : textAt(payload, 'before'),
		created: valueAt(payload, 'created'),
		forced: valueAt(payload, 'forced'),
		sender: textAt(payload, 'sender', 'login'),
		message: textAt(payload, 'head_commit', 'message'),
		pullRequest: null,
		repository: {
			id: numberAt(payload, 'repository', 'id'),
			fullName: textAt(payload, 'repository', 'full_name'),
			defaultBranch: textAt(payload, 'repository', 'default_branch'),
			url: textAt(payload, 'repository', 'html_url'),
		},
	});
	const files = listAt(payload, 'commits').flatMap((commit) =>
		['added', 'removed', 'modified'].flatMap((list) => textsAt(commit, list)),
	);
	expect(item?.changedFiles).toEqual(expect.arrayContaining(files));
	// All of the examples are new references, of which nobody can know the changes.
	expect(item?.changedFilesComplete).toBe(false);
	expect(Date.parse(String(item?.pushedAt))).toBe((numberAt(payload, 'repository', 'pushed_at') ?? 0) * 1000);
});

it.each(casesOf('pull_request'))('%s %i', async (event, _index, payload) => {
	const outcome = await post(event, payload);
	const pull = valueAt(payload, 'pull_request');
	expect(outcome.status).toBe(202);
	expect(outcome.items).toHaveLength(1);
	expect(outcome.items[0]).toMatchObject({
		event: 'pull_request',
		action: textAt(payload, 'action'),
		ref: `refs/pull/${numberAt(payload, 'number') ?? numberAt(pull, 'number')}/head`,
		branch: textAt(pull, 'head', 'ref'),
		tag: null,
		sha: textAt(pull, 'head', 'sha'),
		before: textAt(payload, 'before'),
		message: textAt(pull, 'title'),
		sender: textAt(payload, 'sender', 'login'),
		changedFilesComplete: false,
		pullRequest: {
			number: numberAt(pull, 'number'),
			head: textAt(pull, 'head', 'ref'),
			base: textAt(pull, 'base', 'ref'),
			draft: valueAt(pull, 'draft'),
			fork: textAt(pull, 'head', 'repo', 'full_name') !== textAt(pull, 'base', 'repo', 'full_name'),
			title: textAt(pull, 'title'),
			url: textAt(pull, 'html_url'),
		},
	});
});

it.each(cases.filter(([event]) => allEvents.slice(2).includes(event)))('%s %i', async (event, _index, payload) => {
	const action = textAt(payload, 'action') ?? '';
	const decisive: Readonly<Record<string, string>> = { release: 'published', workflow_run: 'completed' };
	const starts = (decisive[event] ?? action) === action;
	// One of the examples is a run of a fork's code.
	const usual = await post(event, payload, { ignoreForks: false });
	// One release is one run, whichever of its actions GitHub sends; a deleted or edited one is none.
	expect(usual.status).toBe(starts ? 202 : 200);
	const neverStarts = event === 'release' && ['deleted', 'edited', 'unpublished'].includes(action);
	const outcome = await post(event, payload, { ignoreForks: false, filters: { actions: `${event}.${action}` } });
	expect(outcome.status).toBe(neverStarts ? 200 : 202);
	if (neverStarts) return;
	const sha =
		textAt(payload, 'workflow_run', 'head_sha') && event === 'workflow_run'
			? textAt(payload, 'workflow_run', 'head_sha')
			: textAt(payload, 'deployment', 'sha');
	expect(outcome.items[0]).toMatchObject({
		event,
		action: textAt(payload, 'action'),
		sha,
		repository: { fullName: textAt(payload, 'repository', 'full_name') },
	});
	expect(outcome.items[0]?.details).not.toBeNull();
});

it.each(casesOf('ping'))('%s %i is said to be one', async (event, _index, payload) => {
	const outcome = await post(event, payload);
	expect(outcome).toMatchObject({ status: 200, items: [] });
	expect(textAt(outcome.body, 'ignored')).toContain('ping');
});

// A deployment's payload names the run that requested it, whose own payload is like a part of it.
it('accepts no payload for another event than its own, whatever the header says', () => {
	const confused = cases.flatMap(([event, index, payload]) =>
		allEvents
			.filter((claimed) => claimed !== event && isRecord(payload) && isPayloadOf(claimed, payload))
			.map((claimed) => `${event} ${index} as ${claimed}`),
	);
	const packages = confused.filter((text) => /^package \d+ as registry_package$/.test(text));
	expect(packages.length).toBeGreaterThan(0);
	expect(confused.filter((text) => !packages.includes(text) && !/ as repository_dispatch$/.test(text))).toEqual([]);
	// A dispatch has nothing of its own; what passes for one names neither a branch nor a payload.
	const dispatches = confused.filter((text) => / as repository_dispatch$/.test(text)).map((text) => text.split(' '));
	for (const [event, index] of dispatches) {
		const payload = casesOf(event ?? '').find(([, number]) => String(number) === index)?.[2];
		expect(textAt(payload, 'branch')).toBeNull();
		expect(valueAt(payload, 'client_payload')).toBeUndefined();
	}
});

it('says of every other event that nobody asked for it', async () => {
	const others = new Map(
		cases
			.filter(([event]) => event !== 'ping' && !allEvents.includes(event))
			.map(([event, , payload]) => [event, payload]),
	);
	expect(others.size).toBeGreaterThan(30);
	for (const [event, payload] of others) {
		const outcome = await post(event, payload);
		expect(outcome).toMatchObject({ status: 200, items: [] });
		expect(textAt(outcome.body, 'ignored')).toContain(event);
	}
});
