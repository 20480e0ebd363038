import { join } from 'node:path';

import type { RemoteWorkflow } from '../../../nodes/SlipwayBundle/api/types';
import { bundledWorkflows } from '../../../nodes/SlipwayBundle/state/bundledWorkflows';
import { differencesOf } from '../../../nodes/SlipwayBundle/state/differences';
import type { CredentialReport, PushReport } from '../../../nodes/SlipwayBundle/state/pushReport';
import { isSameJson } from '../../../nodes/SlipwayBundle/state/sameJson';
import { triggersToFillIn } from '../../../nodes/SlipwayBundle/state/standIn';
import { summaryOf } from '../../../nodes/SlipwayBundle/state/summary';
import { withoutGivenWebhookIds, withWebhookIdsOf } from '../../../nodes/SlipwayBundle/state/webhookIds';
import type { JsonRecord } from '../../../tools/json';
import { readBundle } from '../../../tools/workflows/bundle';

it('brings exactly the workflows of the folder', async () => {
	const { folder, ...bundle } = await readBundle(join(__dirname, '../../../workflows'));
	expect(folder).not.toBe('');
	expect(bundledWorkflows()).toEqual(bundle);
});

describe('what differs', () => {
	const step = { id: 's', name: 'Deploy', type: 't', typeVersion: 1, position: [0, 0], parameters: { timeout: 5 } };
	const body = (nodes: readonly JsonRecord[]) => ({ name: 'W', nodes, connections: {}, settings: {} });
	const remote = (nodes: readonly JsonRecord[]): RemoteWorkflow => ({
		id: 'r',
		name: 'W',
		active: true,
		isArchived: false,
		versionId: 'v',
		activeVersionId: 'v',
		nodes,
		raw: { ...body(nodes), id: 'r', versionId: 'v' },
	});

	it.each<[string, JsonRecord[], string[]]>([
		['nothing', [step], []],
		[
			'a parameter',
			[{ ...step, parameters: { timeout: 9 } }],
			['"Deploy": parameters.timeout is 9 there, 5 in the bundle'],
		],
		['a step more', [step, { ...step, id: 'x', name: 'Mine' }], ['"Mine": added there']],
		['a step less', [], ['"Deploy": missing there']],
		['a place', [{ ...step, position: [9, 9] }], ['1 step lies elsewhere']],
		[
			'a secret in a parameter',
			[{ ...step, parameters: { timeout: 5, header: 'Bearer 0123456789abcdef' } }],
			['"Deploy": parameters.header is "Bearer ***" there, not set in the bundle'],
		],
	])('%s', (_what, nodes, expected) => {
		expect(differencesOf(remote(nodes), body([step]))).toEqual(expected);
	});

	it.each<[string, JsonRecord]>([
		['by its name', { timeout: 5, password: 'planted-in-n8n' }],
		['by a name beside it', { timeout: 5, headers: [{ name: 'X-Api-Key', value: 'planted-in-n8n' }] }],
		['as a header', { timeout: 5, value: 'Authorization: Basic planted-in-n8n' }],
	])('shows nothing of what may be secret %s', (_name, parameters) => {
		const lines = differencesOf(remote([{ ...step, parameters }]), body([step]));
		expect(lines).toEqual([expect.stringContaining('"Deploy": parameters.')]);
		expect(lines.join()).not.toContain('planted');
	});

	it('is no order of names, and nothing that is undefined', () => {
		expect(isSameJson({ a: 1, b: [{ c: undefined }] }, { b: [{}], a: 1 })).toBe(true);
		expect(isSameJson([1, 2], [2, 1])).toBe(false);
		expect(isSameJson({}, [])).toBe(false);
		expect(isSameJson(null, undefined)).toBe(false);
	});
});

describe('a trigger whose credential nobody has filled in', () => {
	const credential = (change: CredentialReport['change']): CredentialReport => ({
		role: 'slipwayGitHubApi',
		type: 'slipwayGitHubApi',
		id: 'c1',
		name: 'GitHub',
		change,
	});
	const node = (type: string, more: JsonRecord = {}): JsonRecord => ({
		type,
		credentials: { slipwayGitHubApi: { id: 'c1', name: 'GitHub' } },
		...more,
	});

	it.each<[string, JsonRecord, CredentialReport['change'], boolean]>([
		['waits, just made', node('n8n-nodes-slipway.gitHubDeployTrigger'), 'created', true],
		['waits at the next run', node('n8n-nodes-slipway.gitHubDeployTrigger'), 'toFillIn', true],
		['waits in a trigger that polls', node('n8n-nodes-slipway.gitHubWatch'), 'toFillIn', true],
		['waits in a webhook, whose password all would know', node('n8n-nodes-base.webhook'), 'created', true],
		['goes once it is filled in', node('n8n-nodes-slipway.gitHubDeployTrigger'), 'unchanged', false],
		['goes where the trigger is off', node('n8n-nodes-slipway.gitHubWatch', { disabled: true }), 'created', false],
		['goes in a step', node('n8n-nodes-slipway.gitHubDeployments'), 'created', false],
		[
			'goes with another credential',
			{ type: 'n8n-nodes-base.webhook', credentials: { x: { id: 'c2' } } },
			'created',
			false,
		],
	])('%s', (_what, trigger, change, isWaiting) => {
		expect(triggersToFillIn([trigger], [credential(change)])).toHaveLength(isWaiting ? 1 : 0);
	});
});

it('keeps the id that n8n gave to a step, and takes none into a file', () => {
	const file = [{ id: 'form' }, { id: 'hook', webhookId: 'ours' }];
	const there = [
		{ id: 'form', webhookId: 'given' },
		{ id: 'hook', webhookId: 'ours' },
		{ id: 'new', webhookId: 'a person made it' },
	];
	expect(withWebhookIdsOf(there, file)).toEqual(there.slice(0, 2));
	expect(withWebhookIdsOf([], file)).toEqual(file);
	expect(withoutGivenWebhookIds(there, file)).toEqual([...file, there[2]]);
});

describe('the summary', () => {
	const workflow: PushReport['workflows'][number] = {
		name: 'W',
		portableId: 'w',
		id: '1',
		change: 'unchanged',
		publication: 'kept',
		problems: [],
		kept: [],
	};
	const report = (more: Partial<PushReport>): PushReport => ({
		workflows: [workflow],
		dataTables: [],
		credentials: [],
		isComplete: true,
		...more,
	});

	it('says that nothing changes, and has nothing left to do', () => {
		expect(summaryOf(report({}), false)).toMatchObject({ message: 'nothing changes', leftToDo: [] });
	});

	it('names what was edited, and what waits, and to run it again', () => {
		const edited = { ...workflow, change: 'edited', publication: 'left' } as const;
		const waiting = { ...workflow, publication: 'blocked', problems: ['it waits'] } as const;
		const summary = summaryOf(report({ workflows: [edited, waiting] }), true);
		expect(summary.message).toBe('It would be: nothing changes; 1 edited by a person and left as they are');
		expect(summary.leftToDo).toEqual(['W: it waits', 'Then run this again']);
	});
});
