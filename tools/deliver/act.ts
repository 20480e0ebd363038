import { type JsonRecord, isRecord, readRecords, readString } from '../json';
import type { Delivery, SandboxClient } from './sandboxClient';
import type { Scenario } from './scenarios';

export interface Acted {
	/** The commit that was pushed; for `stale`, the older of the two. */
	readonly commit: string;
	/** For `stale`: the newer commit. Else the same as `commit`. */
	readonly newerCommit: string;
	readonly deliveries: readonly Delivery[];
}

const REDELIVERIES = 5;

/** Does what the scenario's people (or attackers) do: pushes, and has the deliveries sent that GitHub would send. */
export async function act(
	sandbox: SandboxClient,
	repository: string,
	scenario: Scenario,
	say: (text: string) => void,
): Promise<Acted> {
	const hookIds = await sandbox.hookIds(repository);
	const hookId = hookIds[0];
	if (hookId === undefined) {
		throw new Error(
			`GitHub in the sandbox has no webhook of this n8n for ${repository}. Publish the workflow that begins with the GitHub Deploy Trigger (npm start does), then push again.`,
		);
	}
	const push = async (
		deliver: boolean,
	): Promise<{ commit: string; guid: string; deliveries: Delivery[]; payload: JsonRecord }> => {
		const answer = await sandbox.control('/github/push', { repository, scenario: scenario.commit, deliver });
		return {
			commit: readString(answer, 'sha') ?? '',
			guid: readString(answer, 'deliveryId') ?? '',
			deliveries: readRecords(answer, 'deliveries')
				.filter((delivery) => hookIds.includes(Number(delivery.hook_id)))
				.map((delivery) => toDelivery(delivery.status_code, delivery.response)),
			payload: isRecord(answer.payload) ? answer.payload : {},
		};
	};
	const deliver = async (payload: JsonRecord, signature: 'valid' | 'wrong-secret'): Promise<Delivery> => {
		const answer = await sandbox.control('/github/deliver', { hookId, event: 'push', payload, signature });
		return toDelivery(answer.statusCode, answer.responseBody);
	};
	switch (scenario.name) {
		case 'good':
		case 'bad-build':
		case 'failing-health': {
			const pushed = await push(true);
			say(`GitHub: pushed ${pushed.commit.slice(0, 7)} to ${repository}; ${describe(pushed.deliveries)}`);
			return { commit: pushed.commit, newerCommit: pushed.commit, deliveries: pushed.deliveries };
		}
		case 'duplicate': {
			const pushed = await push(true);
			say(`GitHub: pushed ${pushed.commit.slice(0, 7)} to ${repository}; ${describe(pushed.deliveries)}`);
			const again = await Promise.all(
				Array.from({ length: REDELIVERIES }, async () => {
					const answer = await sandbox.control(`/github/deliveries/${pushed.guid}/redeliver`, {});
					return toDelivery(answer.status_code, answer.response);
				}),
			);
			say(`GitHub: delivered it ${REDELIVERIES} times more, all at once; ${describe(again)}`);
			return { commit: pushed.commit, newerCommit: pushed.commit, deliveries: [...pushed.deliveries, ...again] };
		}
		case 'forged': {
			const pushed = await push(false);
			const answer = await deliver(pushed.payload, 'wrong-secret');
			say(`Somebody: sent a push of ${pushed.commit.slice(0, 7)} with a signature of their own; ${describe([answer])}`);
			return { commit: pushed.commit, newerCommit: pushed.commit, deliveries: [answer] };
		}
		case 'stale': {
			const older = await push(false);
			const newer = await push(true);
			say(`GitHub: pushed ${newer.commit.slice(0, 7)} to ${repository}; ${describe(newer.deliveries)}`);
			const late = await deliver(older.payload, 'valid');
			say(`GitHub: the push before it, ${older.commit.slice(0, 7)}, arrives only now; ${describe([late])}`);
			return { commit: older.commit, newerCommit: newer.commit, deliveries: [...newer.deliveries, late] };
		}
	}
}

function toDelivery(statusCode: unknown, answer: unknown): Delivery {
	return {
		statusCode: Number(statusCode),
		answer: typeof answer === 'string' ? answer : JSON.stringify(answer ?? ''),
	};
}

function describe(deliveries: readonly Delivery[]): string {
	const [first] = deliveries;
	if (!first) return 'no webhook listened';
	const counts = new Map<number, number>();
	for (const { statusCode } of deliveries) counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1);
	const answers = [...counts].map(([status, count]) => (count === 1 ? `${status}` : `${count} x ${status}`));
	return `n8n answered ${answers.join(', ')} ${first.answer.slice(0, 160)}`;
}
