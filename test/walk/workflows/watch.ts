import { blindnessPage, rememberLooks } from '../../../nodes/GitHubWatch/state/blindness';
import { leftovers } from '../../../nodes/GitHubWatch/state/leftovers';
import { releaseAsks } from '../../../nodes/GitHubWatch/state/releaseAsks';
import { nothingRemembered } from '../../../nodes/GitHubWatch/state/watchMemory';
import { readWatch, writeMemory } from '../../../nodes/GitHubWatch/trigger/watchStore';
import { rowsKey } from '../../../nodes/deployment/ledger/outbox';
import { textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { turnNameOf } from '../../../nodes/Upstash/api/redis/turns';
import { commit } from '../../deployment/plan/sights';
import type { Execution, Flow } from '../world/instance';
import type { Item } from '../world/tables';
import { repositoryName, type World } from '../world/world';
import { tell } from './record';
import { startRelease } from './release';

/** One poll of GitHub Watch, and what 08 makes of it. How much there was to do. */
export async function pollWatch(world: World): Promise<number> {
	if (world.redis.isAway) return 0;
	const { repository, n8n } = world;
	const watch = await readWatch(world.redis);
	const heads = { main: repository.head === null ? '' : commit(repository.head) };
	const around = repository.isAway
		? { looks: new Map(), failures: new Map([[repositoryName, 'GitHub did not answer']]) }
		: { looks: new Map([[repositoryName, { ...nothingRemembered, heads }]]), failures: new Map<string, string>() };
	const { memory, databaseNowMs, repositories, turns } = watch;
	const remembered = rememberLooks(memory.repositories, around, n8n.nowMs);
	const sight = { repositories, looks: around.looks, turns, asks: memory.asks, databaseNowMs, turnNameOf };
	const { asks, remembered: asked } = releaseAsks({ ...sight, nowMs: n8n.nowMs });
	const blind = blindnessPage(remembered, around.failures, memory.asks.get('blind'), n8n.nowMs);
	const left = leftovers(watch, memory.asks, n8n.nowMs);
	await writeMemory(world.redis, watch.stored, {
		repositories: remembered,
		asks: new Map([...asked, ...left.remembered, ...(blind.remembered ? [['blind', blind.remembered] as const] : [])]),
	});
	const items = [...asks.map(({ item }) => item), ...(blind.page === null ? [] : [blind.page]), ...left.items];
	for (const item of items) lookAfter(world, item);
	return items.length;
}

/** 08. */
function lookAfter(world: World, item: Item): void {
	switch (item.kind) {
		case 'release':
			startRelease(world, item);
			return;
		case 'page':
			world.n8n.start('Slipway 13: Tell the person on call', (execution) => tell(world, execution, item));
			return;
		case 'row':
			world.n8n.start('Slipway 08: Look after what nobody looks at', (execution) => takeRow(world, execution, item));
			return;
		default:
			throw new Error(`Watch gave ${String(item.kind)}`);
	}
}

async function* takeRow(world: World, _execution: Execution, item: Item): Flow {
	yield { at: '08 write the row' };
	const row = valueAt(item, 'row');
	const table = textAt(row, 'service') === null ? 'slipway_releases' : 'slipway_deployments';
	if (world.tables.write(table, row, world.n8n.iso()) === null) return;
	yield { at: '08 forget what was kept' };
	await world.redis.run(['HDEL', rowsKey, textAt(item, 'key') ?? '']);
}
