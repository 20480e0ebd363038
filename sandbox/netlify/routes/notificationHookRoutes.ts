import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { NetlifyContext } from '../context';
import { apiRoutes, type NetlifyHandler } from '../http/apiRoutes';
import { notFound, unprocessable } from '../http/errors';
import { isJsonObject, jsonBody, type JsonObject, pathParameter, readFlag, readText } from '../http/requestBody';
import { HOOK_EVENTS } from '../lifecycle/notifications';
import type { NotificationHook, Site } from '../model';
import { presentHook } from '../present/notificationHook';

export function notificationHookRoutes(context: NetlifyContext): SandboxRoute[] {
	return apiRoutes(context, [
		['GET', '/hooks/types', listTypes],
		['GET', '/hooks', listHooks],
		['POST', '/hooks', createHook],
		['GET', '/hooks/:hookId', getHook],
		['PUT', '/hooks/:hookId', updateHook],
		['POST', '/hooks/:hookId/enable', enableHook],
		['DELETE', '/hooks/:hookId', deleteHook],
	]);
}

function siteInQuery({ world }: NetlifyContext, { query }: SandboxRequest): Site {
	const reference = query.get('site_id');
	if (!reference) throw unprocessable('site_id is required');
	return world.site(reference);
}

function requestedHook({ world }: NetlifyContext, request: SandboxRequest): NotificationHook {
	const hook = world.hooks.get(pathParameter(request, 'hookId'));
	if (!hook) throw notFound();
	return hook;
}

const listTypes: NetlifyHandler = () => ({
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
});

const listHooks: NetlifyHandler = (context, request) => {
	const site = siteInQuery(context, request);
	const hooks = [...context.world.hooks.values()].filter((hook) => hook.siteId === site.id);
	return { status: 200, body: hooks.map(presentHook) };
};

const createHook: NetlifyHandler = (context, request) => {
	const { world } = context;
	const site = siteInQuery(context, request);
	const nowMs = world.now();
	const hook: NotificationHook = {
		...readSettings(jsonBody(request)),
		id: world.services.ids.hex(24),
		siteId: site.id,
		disabled: false,
		createdAtMs: nowMs,
		updatedAtMs: nowMs,
		consecutiveFailures: 0,
	};
	world.hooks.set(hook.id, hook);
	return { status: 201, body: presentHook(hook) };
};

const getHook: NetlifyHandler = (context, request) => ({
	status: 200,
	body: presentHook(requestedHook(context, request)),
});

const updateHook: NetlifyHandler = (context, request) => {
	const hook = requestedHook(context, request);
	const body = jsonBody(request);
	Object.assign(hook, readSettings({ ...hook, ...body }));
	hook.disabled = readFlag(body, 'disabled') ?? hook.disabled;
	hook.updatedAtMs = context.world.now();
	return { status: 200, body: presentHook(hook) };
};

const enableHook: NetlifyHandler = (context, request) => {
	const hook = requestedHook(context, request);
	hook.disabled = false;
	hook.consecutiveFailures = 0;
	return { status: 200, body: presentHook(hook) };
};

const deleteHook: NetlifyHandler = (context, request) => {
	context.world.hooks.delete(requestedHook(context, request).id);
	return { status: 204 };
};

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
