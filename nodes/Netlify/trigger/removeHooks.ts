import type { IHookFunctions } from 'n8n-workflow';

import type { PlatformClient } from '../../shared/http/platformClient';
import { messageOf } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { webhookUrlOf } from '../../shared/webhook/webhookRegistration';
import { netlifyClientForPicker } from '../api/client';
import { deleteHook, listHooksIfThere } from '../api/hooks';
import { ownHooks } from './ownHooks';
import { forget, type LeftHook, leftHooksOf, type Registration, registrationOf, rememberLeft } from './registration';

/**
 * Removes what this node made. What is gone already is fine; what Netlify does not delete now is
 * remembered and tried again, since nothing else would ever remove it. It does no harm meanwhile: its
 * notifications are refused.
 */
export async function removeHooks(functions: IHookFunctions): Promise<boolean> {
	const client = netlifyClientForPicker(functions);
	const registration = registrationOf(functions);
	if (registration !== null) {
		const hookIds = await ownHookIds(client, webhookUrlOf(functions), registration);
		const added = hookIds.map((hookId) => ({ siteId: registration.siteId, hookId }));
		rememberLeft(functions, [...leftHooksOf(functions), ...added]);
	}
	forget(functions);
	await removeLeftHooks(functions, client);
	return true;
}

/** Its notifications at Netlify; those that it remembers, where they cannot be read. */
async function ownHookIds(client: PlatformClient, url: string, registration: Registration): Promise<readonly string[]> {
	const hooks = await attempt(listHooksIfThere(client, registration.siteId));
	return hooks.ok ? ownHooks(hooks.value, url, registration).map(({ id }) => id) : registration.hookIds;
}

/** Tries to delete what was left, and remembers what still is. */
export async function removeLeftHooks(functions: IHookFunctions, client: PlatformClient): Promise<void> {
	const left: LeftHook[] = [];
	for (const hook of leftHooksOf(functions)) {
		const deleted = await attempt(deleteHook(client, hook.hookId));
		if (deleted.ok) continue;
		left.push(hook);
		functions.logger.warn(
			`${functions.getNode().name} could not delete notification ${hook.hookId} of Netlify site ${hook.siteId}: ${messageOf(deleted.error)}. It is tried again when the workflow is published`,
		);
	}
	rememberLeft(functions, left);
}
