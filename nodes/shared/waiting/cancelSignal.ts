import type { OperationContext } from '../operation/operation';

/** Tells when a person stops the execution; undefined where n8n gives no signal. */
export function cancelSignalOf({ functions }: OperationContext): AbortSignal | undefined {
	return functions.getExecutionCancelSignal();
}
