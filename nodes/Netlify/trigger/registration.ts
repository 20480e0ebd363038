import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord, listAt, textAt, textsAt } from '../../deployment/values/jsonFields';

/** A notification that Netlify would not delete when it was to go: it is tried again. */
export interface LeftHook {
	readonly siteId: string;
	readonly hookId: string;
}

/**
 * What this node remembers in the workflow's static data, which n8n's public API shows: no secret. The
 * notifications' secrets are made anew from the credential each time.
 */
export interface Registration {
	readonly siteId: string;
	readonly hookIds: readonly string[];
	/** The address that Netlify has, of which the secrets are made too. */
	readonly url: string;
	/** Tells whether the secrets are still those of the credential's token, and nothing else. */
	readonly keyId: string;
	/** Of a registration made before secrets were derived; gone once the workflow is published again. */
	readonly storedSecret: string;
}

/** Null when nothing is registered: then no notification is accepted. */
export function registrationOf(functions: IHookFunctions | IWebhookFunctions): Registration | null {
	const { registration } = functions.getWorkflowStaticData('node');
	const siteId = textAt(registration, 'siteId');
	if (siteId === null) return null;
	return {
		siteId,
		hookIds: textsAt(registration, 'hookIds'),
		url: textAt(registration, 'url') ?? '',
		keyId: textAt(registration, 'keyId') ?? '',
		storedSecret: textAt(registration, 'secret') ?? '',
	};
}

export function remember(functions: IHookFunctions, { siteId, hookIds, url, keyId, storedSecret }: Registration): void {
	functions.getWorkflowStaticData('node').registration = {
		siteId,
		hookIds: [...hookIds],
		url,
		keyId,
		...(storedSecret !== '' && { secret: storedSecret }),
	};
}

export function forget(functions: IHookFunctions): void {
	const data = functions.getWorkflowStaticData('node');
	delete data.registration;
}

export function leftHooksOf(functions: IHookFunctions): LeftHook[] {
	return listAt(functions.getWorkflowStaticData('node'), 'leftHooks').flatMap((left) => {
		const siteId = textAt(left, 'siteId');
		const hookId = textAt(left, 'hookId');
		return isRecord(left) && siteId !== null && hookId !== null ? [{ siteId, hookId }] : [];
	});
}

export function rememberLeft(functions: IHookFunctions, left: readonly LeftHook[]): void {
	const data = functions.getWorkflowStaticData('node');
	if (left.length === 0) delete data.leftHooks;
	else data.leftHooks = left.map((hook) => ({ ...hook }));
}
