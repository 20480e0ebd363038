import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord, textAt, textsAt } from '../deployment/jsonFields';

/** What this node remembers in the workflow's static data. */
export interface Registration {
	readonly siteId: string;
	readonly hookIds: readonly string[];
	/** What its notifications' secrets are made of. */
	readonly secret: string;
}

/** Null when nothing is registered: then no notification is accepted. */
export function registrationOf(functions: IHookFunctions | IWebhookFunctions): Registration | null {
	const { registration } = functions.getWorkflowStaticData('node');
	if (!isRecord(registration)) return null;
	const siteId = textAt(registration, 'siteId');
	const secret = textAt(registration, 'secret');
	if (siteId === null || secret === null) return null;
	return { siteId, secret, hookIds: textsAt(registration, 'hookIds') };
}

export function remember(functions: IHookFunctions, registration: Registration): void {
	functions.getWorkflowStaticData('node').registration = {
		...registration,
		hookIds: [...registration.hookIds],
	};
}

export function forget(functions: IHookFunctions): void {
	const data = functions.getWorkflowStaticData('node');
	delete data.registration;
}
