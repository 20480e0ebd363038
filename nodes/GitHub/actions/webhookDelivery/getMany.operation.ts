import { field, switchField } from '../../../shared/fields/fields';
import { limitParameter, textParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { gitHubClient } from '../../api/client';
import { type DeliveryAttempt, listDeliveries } from '../../api/hookDeliveries';
import { hookProperties, readDeliveriesPath } from '../../fields/hook';

const onlyFailedField = switchField(
	'Only Failed',
	'onlyFailed',
	'Whether to return only events of which no attempt succeeded, each once with its last attempt: those to redeliver',
);

/** Milliseconds; -Infinity when empty. */
const sinceField = field(
	{
		displayName: 'Since',
		name: 'since',
		type: 'dateTime',
		default: '',
		description: 'Only deliveries from this time on',
	},
	(context) => {
		const text = textParameter(context, 'since');
		if (text === '') return -Infinity;
		const ms = Date.parse(text);
		if (!Number.isNaN(ms)) return ms;
		throw new ConfigurationError(`Since must be a time: ${text}`, 'Enter one such as 2026-11-30T08:00:00Z');
	},
);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many webhook deliveries',
	description: 'List the events that GitHub delivered, or failed to, in the last three days; newest first',
	properties: [...hookProperties, ...listProperties, onlyFailedField, sinceField],
	async execute(context) {
		const sinceMs = sinceField.read(context);
		const limit = limitParameter(context);
		const onlyFailed = onlyFailedField.read(context);
		const isRecent = ({ deliveredAt }: DeliveryAttempt) => Date.parse(deliveredAt) >= sinceMs;
		const select = (attempts: readonly DeliveryAttempt[]) => {
			const recent = attempts.filter(isRecent);
			return onlyFailed ? neverDelivered(recent) : recent;
		};
		const attempts = await listDeliveries(
			gitHubClient(context),
			readDeliveriesPath(context),
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
