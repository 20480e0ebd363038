import type { IDataObject } from 'n8n-workflow';

import { alertWordOf } from '../../../deployment/failover/grafanaAlert';
import {
	askIntervalMs,
	asksInMinute,
	standingOf,
	unknownSignal,
	withAsk,
} from '../../../deployment/failover/healthSignal';
import { jsonField } from '../../../shared/fields/fields';
import { failureOf } from '../../../shared/health/failureOf';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { nameProperties } from '../../fields/nameProperties';
import { watchedName } from '../../fields/watchedName';
import { nameJson } from '../../output/nameJson';
import type { WatchedName } from '../../state/watchedName';

const alertField = jsonField('Alert', 'alert', '={{ $json.body }}', {
	description: 'What Grafana\'s webhook contact point sends; its alerts are told apart by their label "service"',
});

/** What five asks, at most, saw. */
interface Asked {
	readonly isDown: boolean;
	/** What the last bad one saw; empty where none was bad. */
	readonly reason: string;
	readonly bad: number;
	readonly all: number;
}

export const ask: Operation = {
	value: 'ask',
	name: 'Ask',
	action: 'Ask whether a name is down as an alert says',
	description:
		'Where Grafana\'s alert of the service fires, asks the primary up to five times in a minute: down with three bad ones. Gives what Health Watch gives, or the signal "none" and why.',
	properties: [...nameProperties, alertField],
	async execute(context) {
		const watched = nameIn(context);
		const alert = alertWordOf(alertField.read(context), watched.service, watched.environment);
		if (alert === null) {
			throw new ConfigurationError(
				'Alert is not what Grafana sends',
				'Hand over the body of a webhook contact point, without a custom payload',
			);
		}
		if (!alert.isFiring) return nothing(watched, alert.words);
		const asked = await askPrimary(context, watched);
		if (!asked.isDown) {
			const seen = asked.bad === 0 ? 'answers well' : `failed only ${asked.bad} of ${asked.all} asks`;
			return nothing(watched, `Grafana's alert ${alert.words} fires, and ${watched.primary} ${seen}`);
		}
		return {
			signal: 'down',
			...nameJson(watched),
			isStandbyGood: (await failureOf(context.functions, watched.standbyAddress)) === null,
			since: new Date(clock.now()).toISOString(),
			reason: asked.reason,
			seenBy: 'Grafana',
			because: `Grafana's alert ${alert.words} fires, and ${asked.bad} of ${asked.all} asks were bad`,
		};
	},
};

function nameIn({ functions, itemIndex }: OperationContext): WatchedName {
	const watched = watchedName((parameter) => functions.getNodeParameter(parameter, itemIndex, ''));
	if (watched === null) throw new ConfigurationError('Name is empty', 'Fill in Name, Zone and the fields below them');
	if (watched.service !== '') return watched;
	throw new ConfigurationError('Service is empty', 'Fill it in: an alert is known by its label "service"');
}

/** By the rule of Health Watch, with Grafana's word as the second view: it ends with the ask that decides. */
async function askPrimary({ functions }: OperationContext, watched: WatchedName): Promise<Asked> {
	const cancelSignal = functions.getExecutionCancelSignal();
	const startedAtMs = clock.now();
	let signal = unknownSignal;
	let reason = '';
	let isDown = false;
	for (let index = 0; index < asksInMinute && !isDown; index++) {
		const waitMs = startedAtMs + index * askIntervalMs - clock.now();
		if (waitMs > 0) await clock.sleep(waitMs, cancelSignal);
		const atMs = clock.now();
		const failure = await failureOf(functions, watched.address);
		// An ask that a person cut off says nothing of the name.
		cancelSignal?.throwIfAborted();
		signal = withAsk(signal, { atMs, isGood: failure === null });
		reason = failure ?? reason;
		isDown = standingOf(signal, 'bad') === 'down';
	}
	return { isDown, reason, bad: signal.asks.filter(({ isGood }) => !isGood).length, all: signal.asks.length };
}

function nothing(watched: WatchedName, because: string): IDataObject {
	return { signal: 'none', ...nameJson(watched), because };
}
