import { type ReleaseInHand, readReleaseInHand } from '../../deployment/plan/releaseInHand';
import { numberAt, valueAt } from '../../deployment/values/jsonFields';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { clock } from '../../shared/waiting/clock';

/** The release in an item that See gave, as it is: what else is in the item is its service's. */
export function releaseSeenIn(item: unknown, context: OperationContext): ReleaseInHand {
	const release = valueAt(item, 'release');
	return releaseIn({ release, round: numberAt(release, 'round') ?? 0 }, context);
}

/** The release that an item carries, or asks for. @throws ConfigurationError when it names no repository and branch. */
export function releaseIn(item: unknown, { functions }: OperationContext): ReleaseInHand {
	const release = readReleaseInHand(item, functions.getExecutionId(), new Date(clock.now()).toISOString());
	if (release) return release;
	throw new ConfigurationError(
		'The release names no repository and branch',
		'Hand over the item that asks for the release, or what Service Release: See gave',
	);
}
