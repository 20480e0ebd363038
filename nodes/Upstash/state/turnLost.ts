import { OperationFailure } from '../../shared/operation/errors';

/** The run goes no further: another one has its turn by now, or nobody has it any more. */
export function turnLost(
	turn: { readonly name: string; readonly owner: string; readonly execution: string },
	owner: string,
): OperationFailure {
	const holder = turn.owner === '' ? 'nobody has it' : `execution ${turn.execution} has it, for ${turn.owner}`;
	return new OperationFailure(
		`The turn of ${turn.name} is not ${owner}'s in this execution any more: ${holder}`,
		'Nothing is to be done here: what this run began is looked at by whoever has the turn',
		{ state: 'turnLost', owner: turn.owner, executionId: turn.execution },
	);
}
