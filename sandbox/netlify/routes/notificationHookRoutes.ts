import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { NotificationHook } from '../model';
import type { Netlify } from '../context';
import { HOOK_EVENTS } from '../lifecycle/notifications';
import { jsonBody, pathParameter } from '../http/requestBody';
import { presentHook } from '../present/deploy';
import type { JsonObject } from '../http/errors';
import { isJsonObject, notFound, readFlag, readText, unprocessable } from '../http/errors';

export function notificationHookRoutes(netlify: Netlify): SandboxRoute[] {
	const siteOf = (request: SandboxRequest) => {
		const reference = request.query.get('site_id');
		if (!reference) throw unprocessable('site_id is required');
		return netlify.world.site(reference);
	};
	const hookOf = (request: SandboxRequest): NotificationHook => {
		const hook = netlify.world.hooks.get(pathParameter(request, 'hookId'));
		if (!hook) throw notFound();
		return hook;
	};
	return [
		netlify.apiRoute('GET', '/hooks/types', () => ({
			status: 200,
			body: [
				{
					name: 'url',
					events: HOOK_EVENTS,
					fields: [
						{ name: 'url', title: 'URL to notify' },
						{ name: 'signature_secret', title: 'JWS secret token' },
					],
				},
			],
		})),
		netlify.apiRoute('GET', '/hooks', (request) => {
			const site = siteOf(request);
			const hooks = [...netlify.world.hooks.values()].filter((hook) => hook.siteId === site.id);
			return { status: 200, body: hooks.map(presentHook) };
		}),
		netlify.apiRoute('POST', '/hooks', (request) => {
			const site = siteOf(request);
			const settings = readSettings(jsonBody(request));
			const nowMs = netlify.world.now();
			const hook: NotificationHook = {
				...settings,
				id: netlify.world.services.ids.hex(24),
				siteId: site.id,
				disabled: false,
				createdAtMs: nowMs,
				updatedAtMs: nowMs,
				consecutiveFailures: 0,
			};
			netlify.world.hooks.set(hook.id, hook);
			return { status: 201, body: presentHook(hook) };
		}),
		netlify.apiRoute('GET', '/hooks/:hookId', (request) => ({
			status: 200,
			body: presentHook(hookOf(request)),
		})),
		netlify.apiRoute('PUT', '/hooks/:hookId', (request) => {
			const hook = hookOf(request);
			const body = jsonBody(request);
			Object.assign(hook, readSettings({ ...hook, ...body }));
			hook.disabled = readFlag(body, 'disabled') ?? hook.disabled;
			hook.updatedAtMs = netlify.world.now();
			return { status: 200, body: presentHook(hook) };
		}),
		netlify.apiRoute('POST', '/hooks/:hookId/enable', (request) => {
			const hook = hookOf(request);
			hook.disabled = false;
			hook.consecutiveFailures = 0;
			return { status: 200, body: presentHook(hook) };
		}),
		netlify.apiRoute('DELETE', '/hooks/:hookId', (request) => {
			netlify.world.hooks.delete(hookOf(request).id);
			return { status: 204 };
		}),
	];
}

/** Raises 422 for a type or event Netlify does not have, or a `url` hook without an address. */
function readSettings(body: JsonObject): Pick<NotificationHook, 'type' | 'event' | 'data'> {
	const type = readText(body, 'type');
	const event = readText(body, 'event');
	const data = isJsonObject(body['data']) ? body['data'] : {};
	if (type !== 'url') throw unprocessable(`The sandbox has hooks of type "url" only, not "${type}"`);
	if (event === undefined || !HOOK_EVENTS.includes(event)) {
		throw unprocessable(`Event "${event}" is not one of ${HOOK_EVENTS.join(', ')}`);
	}
	const url = readText(data, 'url');
	if (url === undefined || !URL.canParse(url)) throw unprocessable('data.url must be an address');
	return { type, event, data };
}
