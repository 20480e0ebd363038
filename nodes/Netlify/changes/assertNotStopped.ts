import { OperationFailure } from '../../shared/operation/errors';

/** @throws OperationFailure when a person stopped the execution: then nothing more is sent. */
export function assertNotStopped(cancelSignal: AbortSignal | undefined): void {
	if (cancelSignal?.aborted !== true) return;
	throw new OperationFailure('The execution was stopped before anything was deployed', 'Run it again to deploy');
}
