import { verifiedDeploymentsOf } from '../../../nodes/deployment/ledger/admitDeployment';
import { rowFields } from '../../../nodes/deployment/plan/seeServices';
import { readServiceCatalog } from '../../../nodes/deployment/catalog/serviceCatalog';
import { textAt, valueAt } from '../../../nodes/deployment/values/jsonFields';
import { inspectLock } from '../../../nodes/Upstash/api/redis/locks';
import { textIn } from '../../../nodes/Upstash/state/scriptAnswer';
import type { Execution, Flow } from '../world/instance';
import { copied, type Item } from '../world/tables';
import type { World } from '../world/world';
import { rollBackService } from './oneService';
import { startRelease } from './release';
import { runWhileHeld } from './whileHeld';

/** What a person sees and confirms in the form: to the newest verified deployment that is not live. */
export function startRollBackByHand(world: World, service: string): void {
	const place = world.place(service);
	place.settle();
	const toId = verifiedDeploymentsOf(world.tables.rowsOf(service)).find((id) => id !== place.live?.id);
	if (toId === undefined) return;
	const shown = place.live?.id ?? '';
	world.n8n.start('Slipway 17: Change it by hand', (execution) =>
		rollBackByHand(world, execution, { service, toId, shown }),
	);
}

/** 17: looks whether it is as it was shown, holds the service, stops who deploys it, and rolls it back. */
async function* rollBackByHand(
	world: World,
	execution: Execution,
	{ service, toId, shown }: { readonly service: string; readonly toId: string; readonly shown: string },
): Flow {
	const [row] = readServiceCatalog([world.tables.rowOf(service)]).rows;
	if (row === undefined) return;
	const fields = rowFields(row, 'main');
	yield { at: '17 see what is live' };
	const live = world.place(service).look();
	yield { at: '17 see who holds it' };
	const holder = await holderOf(world, textAt(fields, 'lockKey') ?? '');
	if (holder.startsWith('by-hand/')) return;
	const isBusy = textAt(live, 'underWay', 'deploymentId') !== null || holder !== '';
	yield { at: '17 write the hold' };
	world.hold(service, 'Rolled back by hand by kim');
	const badId = valueAt(live, 'ok') === true ? (textAt(live, 'deploymentId') ?? '') : shown;
	const owner = `by-hand/${execution.id}`;
	const item: Item = copied({
		...fields,
		...{ next: 'rollBack', task: 'rollback', releaseId: owner, actor: 'kim', reason: 'It is slow' },
		...{ startedAt: world.n8n.iso(), toDeploymentId: toId, badDeploymentId: isBusy ? '' : badId, byHand: true },
	});
	yield* runWhileHeld({
		...{ world, execution, owner, items: [item], turn: undefined, startAtMost: 1, isPerson: true },
		step: '17 roll it back',
		workflow: 'Slipway 04: Roll back one service',
		flowOf: (each, called) => rollBackService(world, called, each),
		lockOf: (each) => textAt(each, 'lockKey') ?? '',
	});
}

async function holderOf(world: World, lockKey: string): Promise<string> {
	try {
		const answer = await inspectLock(world.redis, lockKey);
		return textIn(answer, 'outcome') === 'held' ? textIn(answer, 'owner') : '';
	} catch {
		return '';
	}
}

/** A person lifts the hold, with which its release is asked for. */
export function lift(world: World, service: string): void {
	world.lift(service);
	startRelease(world, { why: 'lifted', actor: 'kim', services: [`${service}/production`] });
}

/** A person wants it to be tried again. */
export function tryAgain(world: World, service: string): void {
	startRelease(world, { why: 'person', actor: 'kim', wish: true, services: [`${service}/production`] });
}
