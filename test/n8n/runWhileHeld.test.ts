import { isRecord, type JsonRecord, readPath, readRecords } from '../../tools/json';
import type { RemoteExecution } from '../../tools/n8n/publicApiShapes';
import { startStack, type TestStack } from './realN8n';

/*
 * What only a real n8n shows of *Lock: Run While Held*: that it calls published workflows side by side, links their
 * executions, and frees its locks although n8n cuts off a stopped execution's requests.
 */

const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: JsonRecord,
	part: JsonRecord = {},
): JsonRecord => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
	...part,
});

const called = node('Begin', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' });
const waitFor = (seconds: number): JsonRecord =>
	node('Wait', 'n8n-nodes-base.wait', 1.1, { amount: seconds, unit: 'seconds' });

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
	for (let tries = 0; tries < 100; tries++) {
		const found = await look();
		if (found !== undefined) return found;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error('It did not come about within 20 s');
}

describe('Lock: Run While Held in a real n8n', () => {
	let stack: TestStack;
	let parentId: string;
	const children = new Map<string, string>();

	const publish = async (name: string, nodes: readonly JsonRecord[]): Promise<string> => {
		const names = nodes.map((each) => String(each.name));
		const workflow = await stack.api.createWorkflow({
			name,
			nodes: [...nodes],
			connections: Object.fromEntries(
				names
					.slice(0, -1)
					.map((from, place) => [from, { main: [[{ node: names[place + 1], type: 'main', index: 0 }]] }]),
			),
			settings: { executionOrder: 'v1' },
		});
		await stack.api.publishWorkflow(workflow.id);
		await until(async () =>
			(await stack.n8n.session.publicationStatus(workflow.id)).status === 'published' ? true : undefined,
		);
		return workflow.id;
	};

	beforeAll(async () => {
		stack = await startStack();
		children.set('slow', await publish('Slow', [called, waitFor(5)]));
		children.set('long', await publish('Long', [called, waitFor(40)]));
		children.set(
			'bad',
			await publish('Bad', [called, node('Fail', 'n8n-nodes-base.stopAndError', 1, { errorMessage: 'No such site' })]),
		);
		const type = 'slipwayUpstashRedisApi';
		const credential = (await stack.api.listCredentials()).find((each) => each.type === type);
		parentId = await publish('Parent', [
			node('Hook', 'n8n-nodes-base.webhook', 2, {
				httpMethod: 'POST',
				path: 'run-while-held',
				responseMode: 'lastNode',
				responseData: 'allEntries',
				options: {},
			}),
			node('Split', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.items', options: {} }),
			node(
				'Work',
				'n8n-nodes-slipway.upstash',
				1,
				{
					resource: 'lock',
					operation: 'runWhileHeld',
					workflow: { __rl: true, mode: 'id', value: '={{ $json.child }}' },
					lockName: '={{ $json.lockKey }}',
					owner: 'release-a',
				},
				{ credentials: { [type]: { id: credential?.id, name: credential?.name } } },
			),
		]);
	}, 900_000);

	afterAll(async () => await stack?.close());

	const call = async (items: ReadonlyArray<readonly [child: string, lockKey: string]>): Promise<unknown> => {
		const answer = await fetch(`${stack.n8n.origin}/webhook/run-while-held`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items: items.map(([child, lockKey]) => ({ child: children.get(child), lockKey })) }),
		});
		return await answer.json();
	};
	/** Of this test's names: GitHub Watch has releases of the bundle look at theirs meanwhile. */
	const locks = async (): Promise<string[]> => {
		const state: unknown = await (await fetch(`${stack.sandbox.origin}/_sandbox/state`)).json();
		const upstash = isRecord(state) && isRecord(state.upstash) ? state.upstash : {};
		return readRecords(upstash, 'keys')
			.map(({ key }) => String(key))
			.filter((key) => /^slipway:lock:(?:[abc]|l\d)$/.test(key));
	};
	const runningOf = async (workflowId: string): Promise<RemoteExecution[]> =>
		await stack.api.listExecutions({ workflowId, status: 'running' });

	it('calls workflows side by side, and gives one item back for each', async () => {
		const beganMs = Date.now();
		const items = await call([
			['slow', 'a'],
			['bad', 'b'],
			['slow', 'c'],
		]);
		expect(Date.now() - beganMs).toBeLessThan(10_000);
		expect(items).toMatchObject([
			{ lockKey: 'a', run: { ok: true, lock: { name: 'a' } } },
			{ lockKey: 'b', run: { ok: false, state: 'failed', error: { message: 'No such site' } } },
			{ lockKey: 'c', run: { ok: true, lock: { name: 'c' } } },
		]);
		expect(await locks()).toEqual([]);
		const ran = await Promise.all(
			['slow', 'bad'].map(async (name) => await stack.api.listExecutions({ workflowId: children.get(name) ?? '' })),
		);
		const linked = (Array.isArray(items) ? (items as unknown[]) : []).map((item) =>
			readPath(item, 'run', 'executionId'),
		);
		expect([...linked].sort()).toEqual(
			ran
				.flat()
				.map(({ id }) => id)
				.sort(),
		);
	}, 60_000);

	it('frees its locks and starts no more when a person stops the execution', async () => {
		const answer = call(['1', '2', '3', '4', '5'].map((number) => ['long', `l${number}`] as const)).catch(
			() => undefined,
		);
		await until(async () => ((await locks()).length === 3 ? true : undefined));
		const [parent] = await runningOf(parentId);
		await stack.api.stopExecution(parent?.id ?? '');
		await until(async () => ((await locks()).length === 0 ? true : undefined));
		expect(await runningOf(children.get('long') ?? '')).toHaveLength(3);
		expect((await stack.api.getExecution(parent?.id ?? '')).status).toBe('canceled');
		await answer;
	}, 90_000);
});
