import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { isTrueAt, listAt, numberAt, textAt } from '../../../deployment/values/jsonFields';

/** What this node remembers of a hook, in the workflow's static data. No secret. */
export interface Registration {
	readonly hooksPath: string;
	readonly hookId: number;
	/** Whether this node created the hook, rather than finding it there. */
	readonly made: boolean;
}

export function registrationOf(functions: IHookFunctions): Registration | null {
	return readRegistration(functions.getWorkflowStaticData('node').registration);
}

/** Hooks of earlier targets, which could not be removed when they should have been. */
export function orphansOf(functions: IHookFunctions): Registration[] {
	return listAt(functions.getWorkflowStaticData('node'), 'orphans').flatMap((entry) => readRegistration(entry) ?? []);
}

/** Remembers the hook in use, or that there is none; the one in use before becomes an orphan. */
export function remember(functions: IHookFunctions, registration: Registration | null): void {
	const before = registrationOf(functions);
	const orphans = [...orphansOf(functions), ...(before ? [before] : [])];
	const data = functions.getWorkflowStaticData('node');
	if (registration) data.registration = { ...registration };
	else delete data.registration;
	keepOrphans(
		data,
		orphans.filter((orphan) => !registration || !isSame(orphan, registration)),
	);
}

/** Forgets a hook that is gone. */
export function forget(functions: IHookFunctions, gone: Registration): void {
	const data = functions.getWorkflowStaticData('node');
	const current = registrationOf(functions);
	if (current && isSame(current, gone)) delete data.registration;
	keepOrphans(
		data,
		orphansOf(functions).filter((orphan) => !isSame(orphan, gone)),
	);
}

function keepOrphans(data: IDataObject, orphans: readonly Registration[]): void {
	const distinct = orphans.filter((orphan, index) => orphans.findIndex((other) => isSame(other, orphan)) === index);
	if (distinct.length > 0) data.orphans = distinct.map((orphan) => ({ ...orphan }));
	else delete data.orphans;
}

export function isSame(one: Registration, other: Pick<Registration, 'hooksPath' | 'hookId'>): boolean {
	return one.hooksPath === other.hooksPath && one.hookId === other.hookId;
}

function readRegistration(value: unknown): Registration | null {
	const hooksPath = textAt(value, 'hooksPath');
	const hookId = numberAt(value, 'hookId');
	return hooksPath === null || hookId === null ? null : { hooksPath, hookId, made: isTrueAt(value, 'made') };
}
