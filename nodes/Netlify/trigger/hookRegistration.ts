import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { isRecord } from '../../deployment/values/jsonFields';
import { messageOf, OperationFailure } from '../../shared/operation/errors';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { attempt } from '../../shared/waiting/attempt';
import { webhookUrlOf } from '../../shared/webhook/webhookRegistration';
import { type DeployEvent, isDeployEvent } from './deployEvents';
import {
	forget,
	type LeftHook,
	leftHooksOf,
	registrationOf,
	type Registration,
	remember,
	rememberLeft,
} from './registration';
import { keyIdOf, nodeSecretFor, secretFor } from './signature';
import { findSite } from './sites';
import { accessTokenOf, netlifyClient } from './transport';
import type { NetlifyHook } from './types';

/** Whether Netlify has one working hook for each event, made by this node, and no other of it. */
export async function areHooksRight(functions: IHookFunctions): Promise<boolean> {
	const events = eventsOf(functions);
	const registration = registrationOf(functions);
	if (registration === null || leftHooksOf(functions).length > 0) return false;
	const secret = nodeSecretFor(await accessTokenOf(functions), webhookUrlOf(functions));
	// Another token, or secrets of the former kind: the hooks get new ones.
	if (registration.keyId !== keyIdOf(secret) || registration.storedSecret !== '') return false;
	const client = netlifyClient(functions);
	const site = await findSite(client, siteOf(functions));
	if (site.id !== registration.siteId) return false;
	const ours = ownHooks(await listHooks(client, site.id), webhookUrlOf(functions), registration);
	return (
		ours.length === events.length &&
		ours.every(
			({ id, disabled, data }) =>
				disabled !== true &&
				registration.hookIds.includes(id) &&
				data?.url === webhookUrlOf(functions),
		) &&
		events.every((event) => ours.some((hook) => hook.event === event))
	);
}

/**
 * Makes the hooks as they must be, whatever is there: one for each event. One that is there with
 * this node's address is written over with our secret, since Netlify may have it with another or
 * none; a second one for the same event, or one for an event that is not chosen any more, is deleted.
 */
export async function registerHooks(functions: IHookFunctions): Promise<boolean> {
	const events = eventsOf(functions);
	const url = webhookUrlOf(functions);
	const client = netlifyClient(functions);
	const site = await findSite(client, siteOf(functions));
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
		// After each, so that those which were made are taken away again if a later one fails.
		remember(functions, {
			siteId: site.id,
			url,
			keyId,
			hookIds: [...hookIds, ...left.map(({ id }) => id)],
			// Of the hooks whose turn is still to come.
			storedSecret: known?.storedSecret ?? '',
		});
		checkHook(hook, event, url);
	}
	const surplus = left.map(({ id }) => ({ siteId: site.id, hookId: id }));
	const isInUse = ({ hookId }: LeftHook) => hookIds.includes(hookId);
	rememberLeft(functions, [...leftHooksOf(functions), ...surplus].filter((hook) => !isInUse(hook)));
	await removeLeftHooks(functions, client);
	remember(functions, { siteId: site.id, url, keyId, hookIds, storedSecret: '' });
	return true;
}

/**
 * Takes away what this node made. What is gone already is fine; what Netlify does not delete now is
 * remembered and tried again, since nothing else would ever take it away. It does no harm meanwhile: its
 * notifications are refused.
 */
export async function removeHooks(functions: IHookFunctions): Promise<boolean> {
	const client = netlifyClient(functions);
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
async function ownHookIds(
	client: PlatformClient,
	url: string,
	registration: Registration,
): Promise<readonly string[]> {
	const { siteId } = registration;
	const read = await attempt(
		client.request({ method: 'GET', path: '/hooks', query: { site_id: siteId }, acceptStatuses: [404] }),
	);
	if (!read.ok) return registration.hookIds;
	const { status, body } = read.value;
	// 404: the site is gone, and its hooks with it.
	const hooks = status !== 404 && Array.isArray(body) ? body.filter(isHook) : [];
	return ownHooks(hooks, url, registration).map(({ id }) => id);
}

/** Tries to delete what was left, and remembers what still is. */
async function removeLeftHooks(functions: IHookFunctions, client: PlatformClient): Promise<void> {
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

async function listHooks(client: PlatformClient, siteId: string): Promise<NetlifyHook[]> {
	return await client.list<NetlifyHook>({
		method: 'GET',
		path: '/hooks',
		query: { site_id: siteId },
	});
}

/** By address, which only this node has, or by what it remembers. */
function ownHooks(
	hooks: readonly NetlifyHook[],
	url: string,
	registration: Registration | null,
): NetlifyHook[] {
	return hooks.filter(
		({ id, data }) => data?.url === url || registration?.hookIds.includes(id) === true,
	);
}

async function putHook(
	client: PlatformClient,
	siteId: string,
	existing: NetlifyHook | undefined,
	event: DeployEvent,
	url: string,
	secret: string,
): Promise<NetlifyHook> {
	const body: IDataObject = {
		type: 'url',
		event,
		data: { url, signature_secret: secretFor(secret, event) },
	};
	if (!existing) {
		return await client.object<NetlifyHook>({
			method: 'POST',
			path: '/hooks',
			query: { site_id: siteId },
			body,
			// A lost answer leaves a hook with our address: the next registration takes it over.
			safeToRepeat: false,
		});
	}
	const updated = await client.object<NetlifyHook>({
		method: 'PUT',
		path: path`/hooks/${existing.id}`,
		body,
	});
	if (updated.disabled !== true) return updated;
	return await client.object<NetlifyHook>({
		method: 'POST',
		path: path`/hooks/${existing.id}/enable`,
		safeToRepeat: true,
	});
}

async function deleteHook(client: PlatformClient, id: string): Promise<void> {
	await client.request({ method: 'DELETE', path: path`/hooks/${id}`, acceptStatuses: [404] });
}

/** @throws OperationFailure when Netlify did not keep what was asked for. */
function checkHook(hook: NetlifyHook, event: DeployEvent, url: string): void {
	if (hook.event === event && hook.data?.url === url && hook.disabled !== true) return;
	throw new OperationFailure(
		`Netlify made the notification ${hook.id}, but not as asked: it is for ${hook.event ?? 'no event'}${hook.disabled === true ? ', and switched off' : ''}`,
		'Delete it in Netlify under Project configuration > Notifications, then publish the workflow again',
	);
}

function eventsOf(functions: IHookFunctions): DeployEvent[] {
	const value: unknown = functions.getNodeParameter('events', []);
	const chosen: unknown[] = Array.isArray(value) ? value : [];
	const unknown = chosen.find((event) => !isDeployEvent(event));
	if (chosen.length === 0 || unknown !== undefined) {
		throw new OperationFailure(
			chosen.length === 0 ? 'No event is chosen' : `"${String(unknown)}" is not an event of a deploy`,
			'Choose at least one under Events',
		);
	}
	return [...new Set(chosen.filter(isDeployEvent))];
}

function siteOf(functions: IHookFunctions): string {
	const value: unknown = functions.getNodeParameter('site', '', { extractValue: true });
	return typeof value === 'string' ? value.trim() : '';
}

function isHook(value: unknown): value is NetlifyHook {
	return isRecord(value) && typeof value.id === 'string';
}
