import { requireText, unreadable } from '../../nodes/SlipwayBundle/api/answers';
import { isRecord, readString } from '../json';

export interface RemoteExecution {
	readonly id: string;
	readonly workflowId: string;
	readonly status: string;
	readonly mode: string;
	readonly startedAt: string | undefined;
	readonly stoppedAt: string | undefined;
	/** Present when data was asked for: `resultData.runData` and `resultData.error` are in it. */
	readonly data: unknown;
}

export function toExecution(answer: unknown): RemoteExecution {
	if (!isRecord(answer)) throw unreadable('GET', '/executions');
	return {
		id: requireText(answer, 'id', 'execution'),
		workflowId: readString(answer, 'workflowId') ?? '',
		status: readString(answer, 'status') ?? 'unknown',
		mode: readString(answer, 'mode') ?? 'unknown',
		startedAt: readString(answer, 'startedAt'),
		stoppedAt: readString(answer, 'stoppedAt'),
		data: answer.data,
	};
}
