import { createBuildStore } from './builds';
import type { SandboxClock } from './clock';
import { createScaledClock } from './clock';
import { controlRoutes, faultTargets, pageRoute } from './controlApi';
import type { SandboxExchange } from './exchange';
import { FaultList, parseFault } from './faults';
import type { FaultSpecification } from './faults';
import { createIdSource } from './ids';
import { createRedaction } from './redaction';
import type { SandboxPlatform, SandboxPlatformFactory, SandboxServices } from './platform';
import { createRepositoryStore } from './repositories';
import type { RepositorySeed } from './repositories';
import type { LoggedRequest } from './requestLog';
import { createRequestLog } from './requestLog';
import { createRouter } from './router';
import { seedBranches, seedRepositories } from './seedRepositories';
import type { Mount } from './server';
import { startServer } from './server';

export interface SandboxKernelOptions {
	/** The platforms to mount, each at `/<its name>`. */
	readonly platforms: readonly SandboxPlatformFactory[];
	/** Sandbox time; wall time at `timeScale` unless given. */
	readonly clock?: SandboxClock;
	/** How much faster than wall time a platform lives; 1 unless told, `Infinity` for instant. */
	readonly timeScale?: number;
	/** 0 (the default): any free port. */
	readonly port?: number;
	/** 127.0.0.1 unless told. */
	readonly host?: string;
	/** Host names, besides loopback ones, by which the platforms (not the control API) may be asked. */
	readonly allowedHosts?: readonly string[];
	/** Makes the ids the same from run to run. */
	readonly seed?: string;
	readonly repositories?: RepositorySeed;
	/** Wall milliseconds added to every request to a platform. */
	readonly latencyMs?: number;
	/** 64 MB unless told. */
	readonly maximumBodyBytes?: number;
	/** Gets each exchange with a platform, raw and unmasked. */
	readonly onExchange?: (exchange: SandboxExchange) => void;
}

export interface Sandbox {
	/** `http://127.0.0.1:4010`. */
	readonly origin: string;
	readonly clock: SandboxClock;
	readonly services: SandboxServices;
	readonly platforms: readonly SandboxPlatform[];
	/** The request log, oldest first, secrets redacted. */
	requests(filter?: { readonly platform?: string; readonly since?: number }): LoggedRequest[];
	/** By platform. Upstash over a Redis server knows its keys only in `GET /_sandbox/state`. */
	state(): Record<string, unknown>;
	/** Seed data again; no faults, latency or logged requests. Ids go on: none is given out twice. */
	reset(): Promise<void>;
	/** Returns the fault's id. Throws `SandboxHttpError` 400 for one that makes no sense. */
	addFault(fault: FaultSpecification): string;
	/** Returns whether it was still active. */
	removeFault(id: string): boolean;
	setLatency(latencyMs: number): void;
	/** Adds a listener for raw exchanges; returns what removes it. */
	onExchange(listener: (exchange: SandboxExchange) => void): () => void;
	close(): Promise<void>;
}

function mountPlatforms(platforms: readonly SandboxPlatform[], control: Mount['router']): readonly Mount[] {
	return [
		{ platform: undefined, prefix: '/_sandbox', router: control },
		...platforms.map((platform) => ({
			platform: platform.name,
			prefix: `/${platform.name}`,
			router: createRouter(platform.routes),
			notFound: platform.notFound,
		})),
		{ platform: undefined, prefix: '', exact: true, router: createRouter([pageRoute(() => platforms)]) },
		{
			platform: 'public',
			prefix: '',
			router: createRouter(platforms.flatMap((platform) => platform.publicRoutes ?? [])),
		},
	];
}

async function currentStates(platforms: readonly SandboxPlatform[]): Promise<Record<string, unknown>> {
	const states: Record<string, unknown> = {};
	for (const platform of platforms) {
		states[platform.name] = (await platform.currentState?.()) ?? platform.state();
	}
	return states;
}

function redactionFor(platforms: readonly SandboxPlatform[]) {
	return createRedaction(
		platforms.flatMap((platform) => platform.secrets ?? []),
		platforms.flatMap((platform) => platform.secretFields ?? []),
	);
}

/** Starts a server with the given platforms. `createSandbox` in sandbox/index.ts is the one with all of them. */
export async function startSandbox(options: SandboxKernelOptions): Promise<Sandbox> {
	const clock = options.clock ?? createScaledClock(options.timeScale ?? 1);
	const repositories = options.repositories
		? createRepositoryStore(clock, options.repositories)
		: createRepositoryStore(clock, seedRepositories, seedBranches);
	const builds = createBuildStore();
	const faults = new FaultList();
	const listeners = new Set<(exchange: SandboxExchange) => void>();
	if (options.onExchange) listeners.add(options.onExchange);
	let latencyMs = options.latencyMs ?? 0;
	let platforms: readonly SandboxPlatform[] = [];
	let mounts: readonly Mount[] = [];
	let log = createRequestLog(createRedaction([], []));

	const server = await startServer({
		host: options.host ?? '127.0.0.1',
		port: options.port ?? 0,
		allowedHosts: options.allowedHosts ?? [],
		maximumBodyBytes: options.maximumBodyBytes ?? 64 * 1024 * 1024,
		mounts: () => mounts,
		faults,
		latencyMs: () => latencyMs,
		record(exchange) {
			log.add(exchange);
			for (const listener of listeners) listener(exchange);
		},
	});
	const services: SandboxServices = {
		clock,
		repositories,
		builds,
		ids: createIdSource(options.seed),
		origin: () => server.origin,
	};

	const reset = async (): Promise<void> => {
		clock.clear();
		faults.clear();
		latencyMs = options.latencyMs ?? 0;
		repositories.reset();
		builds.reset();
		for (const platform of platforms) await platform.reset();
		log.clear();
	};

	const made: SandboxPlatform[] = [];
	const closePlatforms = async (): Promise<void> => {
		for (const platform of made) await platform.close?.();
	};
	try {
		for (const create of options.platforms) made.push(await create(services));
	} catch (error) {
		await closePlatforms();
		await server.close();
		throw error;
	}
	platforms = made;
	log = createRequestLog(redactionFor(made));
	const control = createRouter(
		controlRoutes({
			platforms: () => platforms,
			log,
			faults,
			latencyMs: () => latencyMs,
			setLatency: (value) => {
				latencyMs = value;
			},
			nowMs: () => clock.now(),
			state: async () => await currentStates(platforms),
			reset,
		}),
	);
	mounts = mountPlatforms(made, control);

	return {
		origin: server.origin,
		clock,
		services,
		platforms,
		requests: (filter) => log.list(filter),
		state: () => Object.fromEntries(platforms.map((platform) => [platform.name, platform.state()])),
		reset,
		addFault: (fault) => faults.add(parseFault(fault, faultTargets(platforms))),
		removeFault: (id) => faults.remove(id),
		setLatency: (value) => {
			latencyMs = value;
		},
		onExchange(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		async close() {
			clock.clear();
			await server.close();
			await closePlatforms();
		},
	};
}
