import { type ReleaseInHand, readReleaseInHand } from '../../deployment/plan/releaseInHand';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { clock } from '../../shared/waiting/clock';

/** The release that an item carries, or asks for. @throws ConfigurationError when it names no repository and branch. */
export function releaseIn(item: unknown, { functions }: OperationContext): ReleaseInHand {
	const release = readReleaseInHand(item, functions.getExecutionId(), new Date(clock.now()).toISOString());
	if (release) return release;
	throw new ConfigurationError(
		'The release names no repository and branch',
		'Hand over the item that asks for the release, or what Service Release: See gave',
	);
}
