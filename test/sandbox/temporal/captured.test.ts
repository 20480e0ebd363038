import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { createManualClock } from '../../../sandbox/kernel/clock';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { createTemporalPlatform } from '../../../sandbox/temporal/index';
import { TEMPORAL_API_KEY } from '../../../sandbox/temporal/seed';
import { isRecord, type JsonRecord } from '../../../tools/json';

const folder = resolve(__dirname, '../../../../shared/contracts/temporal/examples');
const describeWithCaptures = existsSync(folder) ? describe : describe.skip;

interface Captured {
	readonly request: { readonly method: string; readonly path: string; readonly body: unknown };
	readonly response: { readonly status: number; readonly body: unknown };
}

/** Of a real server 1.32.0 (temporal/FACTS.md). */
const captured = (name: string): Captured =>
	JSON.parse(readFileSync(resolve(folder, `${name}.json`), 'utf8')) as Captured;

/** What differs from run to run by its nature: tokens, ids, times. What is left out, or told besides, is a difference. */
function comparable(value: unknown, name = ''): unknown {
	if (Array.isArray(value)) {
		// The sandbox begins with workers of its own.
		const others = value.filter((entry) => !isRecord(entry) || entry.name !== 'paintbox');
		return others.map((entry) => comparable(entry)).sort(byText);
	}
	if (isRecord(value)) {
		return Object.fromEntries(
			Object.entries(value)
				.filter(([field]) => !notSimulated.has(field))
				.map(([field, inner]) => [field, comparable(inner, field)]),
		);
	}
	if (/token$|time$|^runId$|RunId$|^id$|identity$|^revisionNumber$|RequestId$/i.test(name)) return `<${name}>`;
	return typeof value === 'string'
		? value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uuid>').replace(/\(line.*?\)/, '')
		: value;
}

const byText = (left: unknown, right: unknown): number => JSON.stringify(left).localeCompare(JSON.stringify(right));

/** Sizes, counts and histories of a real store, and search attributes that only a visibility store has. */
const notSimulated = new Set([
	'historySizeBytes',
	'stateTransitionCount',
	'historyLength',
	'executionDuration',
	'autoResetPoints',
	'mostRecentWorkerVersionStamp',
	'searchAttributes',
	'runExpirationTime',
	'requestIdInfos',
	'capabilities',
	'limits',
	'taskId',
	'eventId',
	'workflowTaskCompletedEventId',
	'stackTrace',
	'stats',
	'statsByPriorityKey',
	'result',
	'failure',
	'ratePerSecond',
	'attempt',
]);

describeWithCaptures('A server answers as a real one was seen to', () => {
	const clock = createManualClock();
	let sandbox: Sandbox;
	/** Tokens by the name that the captured calls give them. */
	let token: string;

	beforeAll(async () => {
		sandbox = await startSandbox({ clock, platforms: [createTemporalPlatform] });
	});
	afterAll(async () => await sandbox.close());
	beforeEach(async () => await sandbox.reset());

	const control = async (path: string, body: JsonRecord): Promise<void> => {
		const headers = { 'Content-Type': 'application/json' };
		await fetch(`${sandbox.origin}/_sandbox/temporal${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
	};
	const worker = async (deployment: string, buildId: string, taskQueue = `${deployment}-q`): Promise<void> => {
		await control('/workers', { deployment, buildId, taskQueue });
		clock.advance(2_000);
	};
	/** Asks as the captured call did. */
	const ask = async ({ request }: Captured): Promise<{ status: number; type: string | null; body: unknown }> => {
		const { method, path, body } = request;
		const sent =
			isRecord(body) && typeof body.conflictToken === 'string' && !/stale|garbage/.test(token)
				? { ...body, conflictToken: token }
				: body;
		const response = await fetch(`${sandbox.origin}/temporal${path}`, {
			method,
			headers: { Authorization: `Bearer ${TEMPORAL_API_KEY}`, 'Content-Type': 'application/json' },
			...(sent !== null && { body: typeof sent === 'string' ? sent : JSON.stringify(sent) }),
		});
		const answer: unknown = await response.json();
		if (isRecord(answer) && typeof answer.conflictToken === 'string') token = answer.conflictToken;
		return { status: response.status, type: response.headers.get('content-type'), body: answer };
	};
	const sameAsCaptured = async (name: string): Promise<void> => {
		const call = captured(name);
		if (/stale|garbage/.test(name)) token = 'stale';
		const { status, type, body } = await ask(call);
		expect({ name, type, status, body: comparable(body) }).toEqual({
			name,
			type: '*',
			status: call.response.status,
			body: comparable(call.response.body),
		});
	};

	it('from the first version to a ramp, to the next version and back', async () => {
		await worker('nanda', 'v1');
		for (const name of ['set-current-unknown-deployment', 'set-current-unknown-version']) await sameAsCaptured(name);
		await sameAsCaptured('deployment-describe-no-current');
		await sameAsCaptured('set-current-v1-first-no-token');
		clock.advance(2_000);
		await sameAsCaptured('deployment-describe-current-v1');
		await sameAsCaptured('deployment-version-describe-current');
		await sameAsCaptured('set-current-same-same-identity');
		await sameAsCaptured('set-current-same-other-identity');
		await worker('nanda', 'v2');
		await sameAsCaptured('deployment-version-describe-v2-inactive');
		// Captured at once, and a moment later: the task queues learn of it in between.
		await sameAsCaptured('set-ramping-zero');
		await sameAsCaptured('deployment-describe-ramp-zero');
		await sameAsCaptured('set-ramping-50');
		clock.advance(2_000);
		await sameAsCaptured('deployment-describe-ramp-50');
		await sameAsCaptured('deployment-list-ramp-50');
		await sameAsCaptured('task-queue-describe-ramp-50');
		await sameAsCaptured('set-ramping-same');
		await sameAsCaptured('set-ramping-current-version');
		await sameAsCaptured('set-ramping-over-100');
		await sameAsCaptured('set-ramping-unknown-version');
	});

	it('when a token is stale, a name is not there, or the body is none', async () => {
		await worker('nanda', 'v1');
		await worker('nanda', 'v2');
		await ask(captured('set-current-v1-first-no-token'));
		await ask(captured('set-current-v2-with-token'));
		for (const name of [
			'set-current-stale-token',
			'set-current-garbage-token',
			'set-current-same-v2-stale-token',
			'set-current-build-id-reserved-prefix',
			'set-current-unknown-namespace',
			'deployment-describe-unknown',
			'deployment-version-describe-unknown-version',
			'deployment-version-describe-unknown-deployment',
			'namespace-get-unknown',
			'body-unknown-field',
			'body-malformed-json',
			'body-wrong-type',
			'route-unknown',
			'task-queue-describe-never-used',
			'workflow-describe-unknown',
			'workflow-describe-slash-in-id',
			'workflow-start-no-type',
			'workflow-start-no-task-queue',
			'workflow-start-versioning-override-unknown-version',
		])
			await sameAsCaptured(name);
	});

	it('when the body is empty: the current version is unset', async () => {
		await worker('side2', 'z1');
		await control('/workers', { deployment: 'side2', buildId: 'z1', taskQueue: 'side2-q' });
		const place = `${sandbox.origin}/temporal/api/v1/namespaces/default/worker-deployments/side2/set-current-version`;
		const headers = { Authorization: `Bearer ${TEMPORAL_API_KEY}` };
		await fetch(place, { method: 'POST', headers, body: JSON.stringify({ buildId: 'z1' }) });
		await sameAsCaptured('set-current-unset-empty-body');
	});

	it('when a version is rolled back whose predecessor drains', async () => {
		await worker('nanda', 'v1');
		await worker('nanda', 'v2');
		await ask(captured('set-current-v1-first-no-token'));
		await sameAsCaptured('set-current-v2-with-token');
		clock.advance(3_000);
		await sameAsCaptured('deployment-version-describe-draining');
		await sameAsCaptured('rollback-set-current-v1-with-token');
	});

	it('when workflows are started, asked for, signalled and ended', async () => {
		await worker('nanda', 'v1');
		await ask(captured('set-current-v1-first-no-token'));
		clock.advance(2_000);
		await sameAsCaptured('workflow-start-no-workers');
		await sameAsCaptured('workflow-terminate-unknown');
		await sameAsCaptured('workflow-terminate');
		await sameAsCaptured('workflow-terminate-closed');
		await sameAsCaptured('workflow-signal-unknown');
		await sameAsCaptured('workflow-cancel-unknown');
	});
});
