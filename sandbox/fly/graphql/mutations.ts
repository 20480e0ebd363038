import { assignAddress, releaseAddress } from '../addresses';
import { removeApp } from '../apps';
import { startBuild } from '../builds';
import { addCertificate, certificateOf, removeCertificate } from '../certificates';
import type { Fly } from '../fly';
import { machineName } from '../identifiers';
import type { JsonObject } from '../json';
import { isJsonObject, objectIn, objectsIn, readText } from '../json';
import type { App } from '../model';
import { isoTime } from '../present';
import { addRelease, findRelease, updateRelease } from '../releases';
import { changeSecrets } from '../secrets';
import { createToken } from '../tokens';
import { ORGANIZATION } from '../world';
import { organizationFields, tokenFields } from './accountFields';
import { appFields, liveLock } from './appFields';
import type { AppOf } from './appOf';
import type { Resolver } from './connection';
import { addressFields, certificateFields, noRecords } from './networkFields';
import { refusal, refusing } from './refusal';
import { releaseFields } from './releaseFields';

const lockMs = 15 * 60 * 1000;

const textOf = (source: JsonObject, key: string): string => readText(source, key) ?? '';

type Resolvers = Readonly<Record<string, Resolver>>;

/** A mutation's input; the payload repeats its `clientMutationId`. */
const mutation =
	(change: (input: JsonObject) => Record<string, unknown>): Resolver =>
	(given) => {
		const input = objectIn(given, 'input');
		return { clientMutationId: input['clientMutationId'], ...refusing(() => change(input)) };
	};

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

function requireOrganization(id: unknown): void {
	if (id !== ORGANIZATION.id) throw refusal('Could not find Organization', 'NOT_FOUND');
}

function appMutations({ world, lifecycle }: Fly, apps: AppOf): Resolvers {
	return {
		createApp: mutation((input) => {
			requireOrganization(input['organizationId']);
			if (!apps.seesAll) throw refusal('Not authorized to create apps', 'UNPROCESSABLE');
			const name = textOf(input, 'name') || machineName(world.services.ids);
			const app = world.addApp(name, textOf(input, 'network') || undefined);
			return { app: appFields(world, app) };
		}),
		deleteApp: ({ appId }) => {
			removeApp(world, lifecycle, apps.named(appId));
			return { organization: organizationFields(world) };
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

function releaseMutations({ world }: Fly, apps: AppOf): Resolvers {
	return {
		createRelease: mutation((input) => {
			const app = apps.named(input['appId']);
			const release = addRelease(world, app, {
				image: textOf(input, 'image'),
				strategy: textOf(input, 'strategy'),
				definition: input['definition'],
			});
			return { app: appFields(world, app), release: releaseFields(release) };
		}),
		updateRelease: mutation((input) => {
			const found = findRelease(world, textOf(input, 'releaseId'));
			if (!found || !apps.isVisible(found.app.name)) throw refusal('Could not find Release', 'NOT_FOUND');
			updateRelease(world, found.release, { status: textOf(input, 'status'), metadata: input['metadata'] });
			return { release: releaseFields(found.release) };
		}),
		createBuild: mutation((input) => {
			const { id, status } = startBuild(world, apps.named(input['appName']).name);
			return { id, status };
		}),
		finishBuild: mutation((input) => {
			const build = world.builds.get(textOf(input, 'buildId'));
			if (build?.appName !== apps.named(input['appName']).name) throw refusal('Could not find Build', 'NOT_FOUND');
			build.status = textOf(input, 'status');
			return { id: build.id, status: build.status, wallclockTimeMs: world.now() - build.startedAtMs };
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

function networkMutations({ world }: Fly, apps: AppOf): Resolvers {
	return {
		allocateIpAddress: mutation((input) => {
			const app = apps.named(input['appId']);
			const address = assignAddress(world, app, {
				type: textOf(input, 'type'),
				region: readText(input, 'region'),
				serviceName: readText(input, 'serviceName'),
			});
			return { app: appFields(world, app), ipAddress: addressFields(world, app, address) };
		}),
		releaseIpAddress: mutation((input) => {
			const { ip, ipAddressId } = input;
			// The vendor's schema has the app optional: an id names its address alone.
			const owners = typeof input['appId'] === 'string' ? [apps.named(input['appId'])] : [...world.apps.values()];
			const isMeant = (address: { readonly ip: string; readonly id: string }): boolean =>
				address.ip === ip || address.id === ipAddressId;
			const app = owners.find(({ name, addresses }) => apps.isVisible(name) && addresses.some(isMeant));
			if (!app) throw refusal('Could not find IPAddress', 'NOT_FOUND');
			releaseAddress(app, isMeant);
			return {};
		}),
		addCertificate: ({ appId, hostname }) => {
			const app = apps.named(appId);
			const certificate = refusing(() => addCertificate(world, app, String(hostname)));
			return { certificate: certificateFields(app, certificate), check: noRecords };
		},
		checkCertificate: mutation((input) => {
			const app = apps.named(input['appId']);
			const certificate = certificateOf(app, textOf(input, 'hostname'));
			certificate.checkedAtMs = world.now();
			return { certificate: certificateFields(app, certificate), check: noRecords };
		}),
		deleteCertificate: ({ appId, hostname }) => {
			const app = apps.named(appId);
			const certificate = refusing(() => removeCertificate(app, String(hostname)));
			return { app: appFields(world, app), certificate: certificateFields(app, certificate) };
		},
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
