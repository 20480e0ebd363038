import { removeApp } from '../../world/apps';
import type { Fly } from '../../fly';
import { machineName } from '../../world/identifiers';
import { isJsonObject, objectsIn, readText } from '../../json';
import type { App } from '../../model';
import { isoTime } from '../../present/present';
import { changeSecrets } from '../../world/secrets';
import { createToken } from '../../world/tokens';
import { organizationFields, tokenFields } from './accountFields';
import { appFields, liveLock } from './appFields';
import type { AppOf } from './appOf';
import type { Resolvers } from './mutation';
import { mutation, requireOrganization, textOf } from './mutation';
import { networkMutations } from './networkMutations';
import { refusal } from './refusal';
import { releaseMutations } from './releaseMutations';

const lockMs = 15 * 60 * 1000;

/** The fields of the root that changes. */
export function mutationResolvers(fly: Fly, apps: AppOf): Resolvers {
	return {
		...appMutations(fly, apps),
		...releaseMutations(fly, apps),
		...secretMutations(fly, apps),
		...networkMutations(fly, apps),
		...tokenMutations(fly, apps),
	};
}

function appMutations({ world, lifecycle }: Fly, apps: AppOf): Resolvers {
	return {
		createApp: mutation((input) => {
			const organization = requireOrganization(input['organizationId']);
			if (!apps.seesAll || !apps.mayWorkIn(organization)) {
				throw refusal('Not authorized to create apps', 'UNPROCESSABLE');
			}
			const name = textOf(input, 'name') || machineName(world.services.ids);
			const app = world.addApp(name, { network: textOf(input, 'network') || undefined, organization });
			return { app: appFields(world, app) };
		}),
		deleteApp: ({ appId }) => {
			const app = apps.named(appId);
			removeApp(world, lifecycle, app);
			return { organization: organizationFields(world, app.organization) };
		},
		lockApp: mutation((input) => {
			const app = apps.named(input['appId']);
			if (liveLock(world, app)) throw refusal('App is already locked', 'UNPROCESSABLE');
			app.lock = { id: world.services.ids.hex(20), expiresAtMs: world.now() + lockMs };
			return { lockId: app.lock.id, expiration: isoTime(app.lock.expiresAtMs) };
		}),
		unlockApp: mutation((input) => {
			const app = apps.named(input['appId']);
			const lock = liveLock(world, app);
			if (lock && lock.id !== input['lockId']) {
				throw refusal('Could not find Lock', 'NOT_FOUND');
			}
			app.lock = undefined;
			return { app: appFields(world, app) };
		}),
	};
}

function secretMutations({ world }: Fly, apps: AppOf): Resolvers {
	const change = (app: App, changes: ReadonlyMap<string, string | null>): Record<string, unknown> => {
		changeSecrets(world, app, changes);
		// Staged only, and no release: machines of today's platform are updated by the client itself.
		return { app: appFields(world, app), release: null };
	};
	return {
		setSecrets: mutation((input) => {
			const app = apps.named(input['appId']);
			const changes = new Map<string, string | null>();
			if (input['replaceAll'] === true) for (const name of app.secrets.keys()) changes.set(name, null);
			for (const secret of objectsIn(input, 'secrets')) {
				changes.set(textOf(secret, 'key'), textOf(secret, 'value'));
			}
			return change(app, changes);
		}),
		unsetSecrets: mutation((input) => {
			const { keys } = input;
			const names: unknown[] = Array.isArray(keys) ? keys : [];
			return change(apps.named(input['appId']), new Map(names.map((name) => [String(name), null])));
		}),
	};
}

function tokenMutations({ world }: Fly, apps: AppOf): Resolvers {
	return {
		createLimitedAccessToken: mutation((input) => {
			requireOrganization(input['organizationId']);
			const { profileParams } = input;
			const wanted = isJsonObject(profileParams) ? profileParams['app_id'] : undefined;
			// An app's token makes no token for more than its app.
			const app = wanted === undefined && apps.seesAll ? undefined : apps.named(wanted);
			const token = createToken(world, { name: textOf(input, 'name'), app, expiry: readText(input, 'expiry') });
			return { limitedAccessToken: tokenFields(token) };
		}),
		deleteLimitedAccessToken: mutation((input) => {
			const token = world.tokens.find(({ id, secret }) => id === input['id'] || secret === input['token']);
			const isVisible = token?.appName === undefined ? apps.seesAll : apps.isVisible(token.appName);
			if (!token || !isVisible) throw refusal('Could not find LimitedAccessToken', 'NOT_FOUND');
			token.revokedAtMs ??= world.now();
			return { token: token.secret };
		}),
	};
}
