import { GraphQLError } from 'graphql';

import { SandboxHttpError } from '../kernel/platform';
import type { Fly } from './fly';
import { isJsonObject, objectIn, objectsIn } from './json';
import type { JsonObject } from './json';
import type { App, Release } from './model';
import { isoTime } from './present';
import { addRelease, findRelease } from './releases';
import { changeSecrets } from './secrets';
import type { FlyWorld } from './world';
import { ORGANIZATION, USER } from './world';

type Arguments = Readonly<Record<string, unknown>>;
/** A field of a root: its arguments in, its value out. */
type Resolver = (given: Arguments) => unknown;

const refusal = (message: string, code: 'NOT_FOUND' | 'UNPROCESSABLE'): GraphQLError =>
	new GraphQLError(message, { extensions: { code } });

const lockMs = 15 * 60 * 1000;

const user = { __typename: 'User', id: USER.id, email: USER.email, name: USER.name, username: null };
const organization = {
	id: ORGANIZATION.id,
	internalNumericId: String(ORGANIZATION.internal_numeric_id),
	name: ORGANIZATION.name,
	rawSlug: ORGANIZATION.slug,
	slug: ORGANIZATION.slug,
};

const textOf = (source: JsonObject, key: string): string => {
	const value = source[key];
	return typeof value === 'string' ? value : '';
};

function presentRelease(release: Release): Record<string, unknown> {
	return {
		id: release.id,
		version: release.version,
		description: `Release v${release.version}`,
		reason: 'deploy',
		status: release.status,
		stable: release.status === 'complete',
		inProgress: release.status === 'pending' || release.status === 'running',
		imageRef: release.image,
		deploymentStrategy: release.strategy,
		configDefinition: release.definition,
		metadata: release.metadata,
		user,
		createdAt: isoTime(release.createdAtMs),
		updatedAt: isoTime(release.updatedAtMs),
	};
}

/** The newest first; `after` is the version of the last one seen. */
function releasePage(app: App, given: Arguments): Record<string, unknown> {
	const { first, after, status } = given;
	const releases = app.releases.filter(
		(release) => typeof status !== 'string' || release.status === status,
	);
	const start =
		typeof after === 'string'
			? releases.findIndex((release) => String(release.version) === after) + 1
			: 0;
	const count = typeof first === 'number' ? first : 25;
	const page = releases.slice(start, start + count);
	return {
		nodes: page.map(presentRelease),
		totalCount: releases.length,
		pageInfo: {
			startCursor: page[0] ? String(page[0].version) : null,
			endCursor: page.at(-1) ? String(page.at(-1)?.version) : null,
			hasNextPage: start + count < releases.length,
			hasPreviousPage: start > 0,
		},
	};
}

function liveLock(world: FlyWorld, app: App): App['lock'] {
	return app.lock && app.lock.expiresAtMs > world.now() ? app.lock : undefined;
}

function presentApp(world: FlyWorld, app: App): Record<string, unknown> {
	const [current] = app.releases;
	const deployed = world.machinesOf(app).some((machine) => machine.state !== 'destroyed');
	const lock = liveLock(world, app);
	return {
		id: app.id,
		name: app.name,
		internalNumericId: app.internalNumericId,
		network: app.network,
		organization,
		createdAt: isoTime(app.createdAtMs),
		deployed,
		state: deployed ? 'DEPLOYED' : 'PENDING',
		status: deployed ? 'deployed' : 'pending',
		version: current?.version ?? 0,
		platformVersion: 'machines',
		hostname: `${app.name}.fly.dev`,
		appUrl: `${world.services.origin()}/apps/${app.name}/`,
		currentLock: lock && { lockId: lock.id, expiration: isoTime(lock.expiresAtMs) },
		currentRelease: current && presentRelease(current),
		currentReleaseUnprocessed: current && presentRelease(current),
		release: ({ id, version }: Arguments) => {
			const found = app.releases.find(
				(release) => release.id === id || release.version === version,
			);
			return found && presentRelease(found);
		},
		releases: (given: Arguments) => releasePage(app, given),
		releasesUnprocessed: (given: Arguments) => releasePage(app, given),
		image: ({ ref }: Arguments) => presentImage(world, typeof ref === 'string' ? ref : ''),
		secrets: [...app.secrets.values()].map((secret) => ({
			id: `${app.name}/${secret.name}`,
			name: secret.name,
			digest: secret.digest,
			createdAt: isoTime(secret.updatedAtMs),
			user,
		})),
	};
}

/** Null for an image that is not in its registry. */
function presentImage(world: FlyWorld, ref: string): Record<string, unknown> | null {
	try {
		const { registry, repository, tag, digest, written } = world.images.resolve(ref);
		const absoluteRef = `${registry}/${repository}@${digest}`;
		return { id: digest, ref: written, absoluteRef, label: tag ?? digest, registry, repository, tag, digest };
	} catch (error) {
		if (error instanceof SandboxHttpError) return null;
		throw error;
	}
}

type Resolvers = Readonly<Record<string, Resolver>>;

/** The fields of both roots of Fly's GraphQL API, whose names do not meet. */
export function createResolvers(fly: Fly): Resolvers {
	const { world } = fly;
	const appNamed = (name: unknown): App => {
		const app = typeof name === 'string' ? world.apps.get(name) : undefined;
		if (!app) throw refusal('Could not find App', 'NOT_FOUND');
		return app;
	};
	/** A mutation's input; the payload repeats its `clientMutationId`. */
	const mutation =
		(change: (input: JsonObject) => Record<string, unknown>): Resolver =>
		(given) => {
			const input = objectIn(given, 'input');
			return { clientMutationId: input['clientMutationId'], ...change(input) };
		};
	const changeAppSecrets = (app: App, changes: ReadonlyMap<string, string | null>): void => {
		try {
			changeSecrets(world, app, changes);
		} catch (error) {
			if (!(error instanceof SandboxHttpError) || !isJsonObject(error.body)) throw error;
			throw refusal(textOf(error.body, 'error'), 'UNPROCESSABLE');
		}
	};
	return {
		app: ({ name, id }) => presentApp(world, appNamed(name ?? id)),
		apps: ({ first }) => {
			const apps = [...world.apps.values()];
			const page = apps.slice(0, typeof first === 'number' ? first : apps.length);
			return {
				nodes: page.map((app) => presentApp(world, app)),
				totalCount: apps.length,
				pageInfo: { hasNextPage: page.length < apps.length, hasPreviousPage: false },
			};
		},
		currentUser: () => user,
		viewer: () => user,
		organization: ({ slug }) => {
			if (slug === ORGANIZATION.slug) return organization;
			throw refusal('Could not find Organization', 'NOT_FOUND');
		},
		createRelease: mutation((input) => {
			const app = appNamed(input['appId']);
			const release = addRelease(world, app, {
				image: textOf(input, 'image'),
				strategy: textOf(input, 'strategy'),
				definition: input['definition'],
			});
			return { app: presentApp(world, app), release: presentRelease(release) };
		}),
		updateRelease: mutation((input) => {
			const found = findRelease(world, textOf(input, 'releaseId'));
			if (!found) throw refusal('Could not find Release', 'NOT_FOUND');
			const { release } = found;
			release.status = textOf(input, 'status') || release.status;
			if (input['metadata'] !== undefined) release.metadata = input['metadata'];
			release.updatedAtMs = world.now();
			return { release: presentRelease(release) };
		}),
		// Staged only, and no release: machines of today's platform are updated by the client itself.
		setSecrets: mutation((input) => {
			const app = appNamed(input['appId']);
			const changes = new Map<string, string | null>();
			if (input['replaceAll'] === true) for (const name of app.secrets.keys()) changes.set(name, null);
			for (const secret of objectsIn(input, 'secrets')) {
				changes.set(textOf(secret, 'key'), textOf(secret, 'value'));
			}
			changeAppSecrets(app, changes);
			return { app: presentApp(world, app), release: null };
		}),
		unsetSecrets: mutation((input) => {
			const app = appNamed(input['appId']);
			const { keys } = input;
			const names: unknown[] = Array.isArray(keys) ? keys : [];
			changeAppSecrets(app, new Map(names.map((name) => [String(name), null])));
			return { app: presentApp(world, app), release: null };
		}),
		lockApp: mutation((input) => {
			const app = appNamed(input['appId']);
			if (liveLock(world, app)) throw refusal('App is already locked', 'UNPROCESSABLE');
			app.lock = { id: world.services.ids.hex(20), expiresAtMs: world.now() + lockMs };
			return { lockId: app.lock.id, expiration: isoTime(app.lock.expiresAtMs) };
		}),
		unlockApp: mutation((input) => {
			const app = appNamed(input['appId']);
			const lock = liveLock(world, app);
			if (lock && lock.id !== input['lockId']) {
				throw refusal('Could not find Lock', 'NOT_FOUND');
			}
			app.lock = undefined;
			return { app: presentApp(world, app) };
		}),
	};
}
