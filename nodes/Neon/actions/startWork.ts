import { timeoutMsParameter } from '../../shared/fields/parameters';
import type { OperationContext } from '../../shared/operation/operation';
import { cancelSignalOf } from '../../shared/waiting/cancelSignal';
import { neonSqlClient } from '../api/client';
import type { SqlClient } from '../api/selectOne';
import { startWait } from '../changes/wait';
import type { Work } from '../changes/work';
import { chosenProject } from '../fields/chosen';
import { checkAnswersField } from '../fields/switches';

/** The chosen project with the time of the node's Timeout, which starts now. */
export async function startWork(context: OperationContext): Promise<Work> {
	const wait = startWait(timeoutMsParameter(context), cancelSignalOf(context));
	return { ...(await chosenProject(context)), wait };
}

/** Asks a branch whether it answers; null where the node does not ask. */
export async function chosenSqlClient(context: OperationContext): Promise<SqlClient | null> {
	return checkAnswersField.read(context) ? await neonSqlClient(context) : null;
}
