import { collectionField } from '../../shared/fields/fields';
import { numberIn } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import type { DeployPace } from '../state/deployPace';

interface PaceOption {
	readonly displayName: string;
	readonly name: string;
	/** What counts when it is not added. */
	readonly initial: number;
	readonly minimum: number;
	readonly description: string;
}

/** In alphabetical order, as n8n shows them. */
const paceOptions = {
	drain: {
		displayName: 'Drain (Seconds)',
		name: 'drainSeconds',
		initial: 10,
		minimum: 0,
		description:
			"Bluegreen only: how long Fly's proxy may take to learn of the new machines, and the old ones to finish requests",
	},
	machineTimeout: {
		displayName: 'Machine Timeout (Seconds)',
		name: 'machineTimeoutSeconds',
		initial: 300,
		minimum: 1,
		description: 'How long one machine may take until it is healthy',
	},
	maxUnavailable: {
		displayName: 'Max Unavailable',
		name: 'maxUnavailable',
		initial: 0.33,
		minimum: 0,
		description:
			'Rolling and canary only: the share of a process group (below 1, rounded up) or the number of machines that may be away at once',
	},
	minSecretsVersion: {
		displayName: 'Minimum Secrets Version',
		name: 'minSecretsVersion',
		initial: 0,
		minimum: 0,
		description: 'No machine boots with older secrets than these; Secret: Set returns the version. 0 for none.',
	},
	releaseCommandTimeout: {
		displayName: 'Release Command Timeout (Seconds)',
		name: 'releaseCommandTimeoutSeconds',
		initial: 300,
		minimum: 1,
		description: 'How long the release command may take',
	},
	restartsAllowed: {
		displayName: 'Restarts Allowed',
		name: 'restartsAllowed',
		initial: 1,
		minimum: 0,
		description:
			"How often a machine's program may end by itself and be started again, for example because its database is not up yet, before the release fails. One is what flyctl allows.",
	},
	smokeWatch: {
		displayName: 'Smoke Watch (Seconds)',
		name: 'smokeWatchSeconds',
		initial: 10,
		minimum: 0,
		description: 'How long a machine must run without a crash or a failing check before it counts',
	},
} satisfies Readonly<Record<string, PaceOption>>;

export const paceOptionsField = collectionField(
	'Options',
	'options',
	'Add Option',
	Object.values<PaceOption>(paceOptions).map(({ initial, minimum, ...words }) => ({
		...words,
		type: 'number',
		// What may be a share has decimals.
		typeOptions: { minValue: minimum, ...(initial % 1 !== 0 && { numberPrecision: 2 }) },
		default: initial,
	})),
);

export function readPaceOptions(
	context: OperationContext,
): Omit<DeployPace, 'timeoutMs' | 'revertOnFailure' | 'leavesWhenTimeIsUp' | 'waits' | 'cancelSignal'> {
	const options = paceOptionsField.read(context);
	const number = ({ name, displayName, initial, minimum }: PaceOption): number =>
		numberIn(options[name] ?? initial, displayName, { minimum });
	const maxUnavailable = number(paceOptions.maxUnavailable);
	if (maxUnavailable === 0) {
		throw new ConfigurationError(
			'Max Unavailable is 0: no machine could ever be changed',
			'Enter a share such as 0.33 or a number of machines such as 1, or use Bluegreen',
		);
	}
	return {
		maxUnavailable,
		smokeWatchMs: number(paceOptions.smokeWatch) * 1000,
		restartsAllowed: number(paceOptions.restartsAllowed),
		machineTimeoutMs: number(paceOptions.machineTimeout) * 1000,
		drainMs: number(paceOptions.drain) * 1000,
		minSecretsVersion: number(paceOptions.minSecretsVersion) || null,
		releaseCommandTimeoutMs: number(paceOptions.releaseCommandTimeout) * 1000,
	};
}
