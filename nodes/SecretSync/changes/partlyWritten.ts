import { AwsRequestError } from '../../shared/aws/awsRequestError';
import { OperationFailure, PlatformRequestError } from '../../shared/operation/errors';
import type { KeyWrite } from '../state/syncPlan';
import type { Target } from './targets/target';

/** The failure of a write: which keys are done, which are not, why, and what to do. */
export function partlyWritten(
	target: Target,
	writes: readonly KeyWrite[],
	done: ReadonlySet<string>,
	error: unknown,
): OperationFailure {
	const missing = writes.filter(({ key }) => !done.has(key)).map(({ key }) => key);
	const why = error instanceof Error ? error.message : 'The reason is not known';
	const message =
		missing.length === 0
			? `All keys reached ${target.name}, but the write did not end well. ${why}`
			: done.size > 0
				? `Only part reached ${target.name}: ${[...done].join(', ')} ${done.size === 1 ? 'is' : 'are'} done, ${missing.join(', ')} not. ${why}`
				: `No key is known to have reached ${target.name}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not done. ${why}`;
	return new OperationFailure(message, adviceFor(target, error), { done: [...done], notDone: missing });
}

/** The failure to read what a target has: with what its credential lacks, where it was refused or nothing was found. */
export function notRead(target: Target, error: unknown): unknown {
	if (!(error instanceof PlatformRequestError)) return error;
	if (error.status !== 403 && error.status !== 404) return error;
	return new OperationFailure(
		error.message,
		`Nothing was written. Check that ${target.name} exists. ${target.neededAccess}`,
	);
}

const again = 'run this again before the next deploy: it continues with what is missing';

function adviceFor(target: Target, error: unknown): string {
	if (error instanceof PlatformRequestError || error instanceof AwsRequestError) {
		const { status, isTransient, mayHaveHappened } = error;
		if (isTransient && !mayHaveHappened) return `The rate limit is used up, even after waiting. Wait, then ${again}`;
		// The target was read with it a moment before.
		if (status === 401)
			return `The credential could read, but was refused now: it may not write, or has expired meanwhile. ${target.neededAccess}. Then ${again}`;
		if (status === 403 || status === 404) return `${target.neededAccess}. Then ${again}`;
		if (mayHaveHappened) {
			return `What was not confirmed may have been carried out all the same. Look at the platform's status page, then ${again}`;
		}
	}
	return error instanceof OperationFailure ? `${error.advice}. Then ${again}` : `Remove the cause, then ${again}`;
}
