import type { IHookFunctions } from 'n8n-workflow';

import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { webhookUrlOf } from '../../shared/webhook/webhookRegistration';
import { accessTokenOf, netlifyClientForPicker } from '../api/client';
import { createHook, enableHook, listHooks, updateHook } from '../api/hooks';
import type { NetlifyHook } from '../api/types';
import { chosenEvents, chosenSite } from './chosen';
import type { DeployEvent } from './deployEvents';
import { ownHooks } from './ownHooks';
import { type LeftHook, leftHooksOf, registrationOf, remember, rememberLeft } from './registration';
import { removeHooks, removeLeftHooks } from './removeHooks';
import { keyIdOf, nodeSecretFor, secretFor } from './signature';

/** Whether Netlify has one working hook for each event, made by this node, and no other of it. */
export async function areHooksRight(functions: IHookFunctions): Promise<boolean> {
	const events = chosenEvents(functions);
	const url = webhookUrlOf(functions);
	const registration = registrationOf(functions);
	if (registration === null || leftHooksOf(functions).length > 0) return false;
	const secret = nodeSecretFor(await accessTokenOf(functions), url);
	// Another token, or secrets of the former kind: the hooks get new ones.
	if (registration.keyId !== keyIdOf(secret) || registration.storedSecret !== '') return false;
	const client = netlifyClientForPicker(functions);
	const site = await chosenSite(functions, client);
	if (site.id !== registration.siteId) return false;
	const ours = ownHooks(await listHooks(client, site.id), url, registration);
	const isRight = ({ id, disabled, data }: NetlifyHook) =>
		disabled !== true && registration.hookIds.includes(id) && data?.url === url;
	return (
		ours.length === events.length &&
		ours.every(isRight) &&
		events.every((event) => ours.some((hook) => hook.event === event))
	);
}

/**
 * Makes the hooks as they must be, whatever is there: one for each event. One that is there with
 * this node's address is written over with our secret, since Netlify may have it with another or
 * none; a second one for the same event, or one for an event that is not chosen any more, is deleted.
 */
export async function registerHooks(functions: IHookFunctions): Promise<boolean> {
	const events = chosenEvents(functions);
	const url = webhookUrlOf(functions);
	const client = netlifyClientForPicker(functions);
	const site = await chosenSite(functions, client);
	const before = registrationOf(functions);
	if (before !== null && before.siteId !== site.id) await removeHooks(functions);
	else await removeLeftHooks(functions, client);
	const known = before?.siteId === site.id ? before : null;
	const secret = nodeSecretFor(await accessTokenOf(functions), url);
	const keyId = keyIdOf(secret);
	const left = ownHooks(await listHooks(client, site.id), url, known);
	const hookIds: string[] = [];
	for (const event of events) {
		const index = left.findIndex((hook) => hook.event === event);
		const [existing] = index < 0 ? [] : left.splice(index, 1);
		const hook = await putHook(client, site.id, existing, event, url, secret);
		hookIds.push(hook.id);
		// After each, so that those which were made are removed again if a later one fails.
		remember(functions, {
			siteId: site.id,
			url,
			keyId,
			hookIds: [...hookIds, ...left.map(({ id }) => id)],
			// Of the hooks whose turn is still to come.
			storedSecret: known?.storedSecret ?? '',
		});
		assertKept(hook, event, url);
	}
	const surplus = left.map(({ id }) => ({ siteId: site.id, hookId: id }));
	const isInUse = ({ hookId }: LeftHook) => hookIds.includes(hookId);
	rememberLeft(
		functions,
		[...leftHooksOf(functions), ...surplus].filter((hook) => !isInUse(hook)),
	);
	await removeLeftHooks(functions, client);
	remember(functions, { siteId: site.id, url, keyId, hookIds, storedSecret: '' });
	return true;
}

async function putHook(
	client: PlatformClient,
	siteId: string,
	existing: NetlifyHook | undefined,
	event: DeployEvent,
	url: string,
	secret: string,
): Promise<NetlifyHook> {
	const settings = { event, url, secret: secretFor(secret, event) };
	if (!existing) return await createHook(client, siteId, settings);
	const updated = await updateHook(client, existing.id, settings);
	return updated.disabled === true ? await enableHook(client, existing.id) : updated;
}

/** @throws OperationFailure when Netlify did not keep what was asked for. */
function assertKept(hook: NetlifyHook, event: DeployEvent, url: string): void {
	if (hook.event === event && hook.data?.url === url && hook.disabled !== true) return;
	throw new OperationFailure(
		`Netlify made notification ${hook.id}, but not as asked: it is for ${hook.event ?? 'no event'}${hook.disabled === true ? ', and switched off' : ''}`,
		'Delete it in Netlify under Project configuration > Notifications, then publish the workflow again',
	);
}
