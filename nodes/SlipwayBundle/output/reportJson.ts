import type { IDataObject } from 'n8n-workflow';

import type { CredentialReport, PushedWorkflow, PushReport } from '../state/pushReport';
import { summaryOf } from '../state/summary';

/** What was done, or would be, as items: first the whole in a few words, then each credential, table and workflow. */
export function reportJson(report: PushReport, isPlan: boolean): IDataObject[] {
	const { message, counts, leftToDo } = summaryOf(report, isPlan);
	return [
		{ kind: 'summary', message, ...counts, isComplete: leftToDo.length === 0, leftToDo: [...leftToDo] },
		...report.credentials.map(credentialJson),
		...report.dataTables.map(({ name, change }) => ({ kind: 'dataTable', name, change })),
		...report.workflows.map(workflowJson),
	];
}

function credentialJson({ name, type, role, id, change, problem }: CredentialReport): IDataObject {
	return {
		kind: 'credential',
		name,
		type,
		role,
		id: id ?? '',
		change,
		problems: problem === undefined ? [] : [problem],
	};
}

function workflowJson({ name, id, change, publication, problems, kept }: PushedWorkflow): IDataObject {
	return { kind: 'workflow', name, id: id ?? '', change, publication, problems: [...problems], kept: [...kept] };
}
