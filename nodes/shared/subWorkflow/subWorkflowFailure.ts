import { isRecord } from '../../deployment/values/jsonFields';
import { messageOf, OperationFailure } from '../operation/errors';

/** A sub-workflow that ran to its end, and did not end as it must. */
export class SubWorkflowFailure extends OperationFailure {
	constructor(
		message: string,
		advice: string,
		readonly executionId: string,
	) {
		super(message, advice);
	}
}

/** What a sub-workflow failed with. */
export interface SubWorkflowError {
	readonly message: string;
	readonly advice: string;
	/** Empty when it did not even begin. */
	readonly executionId: string;
}

/** Reads it of whatever was thrown: n8n throws errors that are some only by their fields. */
export function subWorkflowError(error: unknown): SubWorkflowError {
	const told = isRecord(error) ? error : {};
	const executionId = typeof told.executionId === 'string' ? told.executionId : '';
	const message = typeof told.message === 'string' && told.message !== '' ? told.message : messageOf(error);
	if (error instanceof OperationFailure) return { message, advice: error.advice, executionId };
	const advice =
		executionId === ''
			? 'Check that the workflow exists, is published, and may be called from this one'
			: `Open execution ${executionId} to see which step failed`;
	return { message, advice, executionId };
}
