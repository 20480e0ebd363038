import { decideAboutDeadRun } from '../../../nodes/deployment/ledger/deadRun';
import { claimDeadTurn, storedTurn, turnNameOfExecution } from '../../../nodes/Upstash/api/redis/turns';
import { takenOverJson } from '../../../nodes/Upstash/output/turnJson';
import { numberIn, textIn } from '../../../nodes/Upstash/state/scriptAnswer';
import type { Execution, Flow } from '../world/instance';
import { copied, type Item } from '../world/tables';
import type { World } from '../world/world';
import { tell } from './record';
import { startRelease } from './release';

const silenceMs = 40_000;
const lookIntervalMs = 5_000;

/** What n8n says of a run that it left behind. */
export const leftBehind = 'Workflow did not finish, possible out-of-memory issue';

/** n8n's error workflow for one execution. */
export function startAfterDeath(world: World, died: Execution, reason: string): void {
	world.n8n.start('Slipway 07: Look after what died', (execution) => afterDeath(world, execution, died, reason));
}

/** The node's name: `02 leave the turn` is at "Leave the turn". */
function nodeNamed(at: string): string {
	const name = at.replace(/^\d\d /, '');
	return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** 07: whose turn died is claimed once, and its release looked at again; else one page, if that mends nothing. */
async function* afterDeath(world: World, execution: Execution, died: Execution, reason: string): Flow {
	yield { at: '07 take over its turn' };
	const turn = yield* takeOver(world, [died.id, ...(died.calledBy === null ? [] : [died.calledBy.id])]);
	const mode = died.calledBy === null ? 'trigger' : 'integrated';
	const { workflow, id, at } = died;
	const node = nodeNamed(at);
	const decided = decideAboutDeadRun(copied({ workflow, execution: id, node, mode, reason, url: '', turn }));
	yield { at: '07 go on' };
	if (decided.next === 'restart') startRelease(world, decided.ask);
	if (decided.next !== 'page' && decided.next !== 'pageDirectly') return;
	const claimed = await world.redis.run(['SET', decided.claimKey, '1', 'NX', 'EX', '604800']).catch(() => 'unclaimed');
	if (claimed === null) return;
	const page = decided.next === 'page' ? yield* tell(world, execution, { announcement: { page: decided.page } }) : {};
	if (Object.keys(page).length === 0) world.pager.send(decided.page, world.n8n.nowMs);
}

async function* takeOver(world: World, executionIds: readonly string[]): Flow<Item> {
	try {
		for (const executionId of executionIds) {
			const name = await turnNameOfExecution(world.redis, executionId);
			if (name === undefined) continue;
			let firstBeatMs: number | undefined;
			for (;;) {
				const answer = await claimDeadTurn(world.redis, name, {
					execution: executionId,
					silenceMs,
					requestId: world.requestId(),
				});
				const beatMs = numberIn(answer, 'beat') ?? 0;
				firstBeatMs ??= beatMs;
				const outcome = textIn(answer, 'outcome');
				if (outcome !== 'alive' || beatMs > firstBeatMs) {
					return { ok: true, ...takenOverJson(executionId, { turn: storedTurn(name, answer), outcome }) };
				}
				yield { at: '07 waits for a sign of life', wakeAtMs: world.n8n.nowMs + lookIntervalMs };
			}
		}
		return { ok: true, ...takenOverJson(executionIds[0] ?? '', { turn: undefined, outcome: 'notFound' }) };
	} catch (error) {
		return { ok: false, error: { message: String(error) } };
	}
}
