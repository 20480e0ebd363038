import { OperationFailure } from '../../shared/operation/errors';

/** Neon agreed to something that is not seen to have happened. */
export function notVerified(
	what: string,
	advice = 'Look at the branch in Neon, then run this again',
): OperationFailure {
	return new OperationFailure(`Neon accepted the request, but ${what}`, advice);
}
