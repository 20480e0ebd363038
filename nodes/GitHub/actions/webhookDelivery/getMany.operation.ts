import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { limitParameter, switchParameter, textParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import { gitHubClient } from '../../api/client';
import { deliveriesPath, hookProperties } from '../../fields/hook';
import { type DeliveryAttempt, listDeliveries } from '../../api/hookDeliveries';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many webhook deliveries',
	description: 'List what GitHub delivered, or failed to, in the last three days; the newest first',
	properties: [
		...hookProperties,
		...listProperties,
		{
			displayName: 'Only Failed',
			name: 'onlyFailed',
			type: 'boolean',
			default: false,
			description:
				'Whether to return only events of which no attempt succeeded, each once with its last attempt: those to redeliver',
		},
		{
			displayName: 'Since',
			name: 'since',
			type: 'dateTime',
			default: '',
			description: 'Only deliveries from this time on',
		},
	],
	async execute(context) {
		const sinceMs = sinceParameter(context);
		const limit = limitParameter(context);
		const onlyFailed = switchParameter(context, 'onlyFailed');
		const isRecent = ({ deliveredAt }: DeliveryAttempt) => Date.parse(deliveredAt) >= sinceMs;
		const select = (attempts: readonly DeliveryAttempt[]) => {
			const recent = attempts.filter(isRecent);
			return onlyFailed ? neverDelivered(recent) : recent;
		};
		const attempts = await listDeliveries(
			gitHubClient(context),
			deliveriesPath(context),
			(read) => !read.every(isRecent) || select(read).length >= limit,
		);
		return select(attempts)
			.slice(0, limit)
			.map((attempt) => ({ ...attempt }));
	},
};

/** Newest first: an event's success comes before the failures that led to it. */
function neverDelivered(attempts: readonly DeliveryAttempt[]): DeliveryAttempt[] {
	const seen = new Set<string>();
	return attempts.filter(({ guid, successful }) => {
		const isFirst = !seen.has(guid);
		seen.add(guid);
		return isFirst && !successful;
	});
}

function sinceParameter(context: OperationContext): number {
	const text = textParameter(context, 'since');
	if (text === '') return -Infinity;
	const ms = Date.parse(text);
	if (!Number.isNaN(ms)) return ms;
	throw new OperationFailure(`Since is not a time: ${text}`, 'Give one such as 2026-11-30T08:00:00Z');
}
