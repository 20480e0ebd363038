import { watchCommands, watchListOf } from '../../../nodes/deployment/catalog/watchList';
import { catalogRow } from '../../deployment/catalog/catalogRows';
import { MemoryRedis } from '../redis/memoryRedis';
import { Instance } from './instance';
import { Pager } from './pager';
import { Place } from './place';
import { Repository } from './repository';
import { type CatalogRow, Tables } from './tables';

/** What a walk begins with. */
export interface WorldSettings {
	readonly longestRunSeconds: number;
	/** Services that run an image, on Fly.io; the others are built by Netlify. */
	readonly images: readonly string[];
	/** What the row of a service has besides, by service. */
	readonly rows: Readonly<Record<string, CatalogRow>>;
}

export const services = ['gateway', 'api', 'web', 'workers'] as const;
export type Service = (typeof services)[number];

/** Site depends on API depends on gateway; workers depend on nothing. */
const dependencies: Readonly<Record<Service, CatalogRow>> = {
	gateway: { wave: 1 },
	api: { wave: 2, depends_on: 'gateway' },
	web: { wave: 3, depends_on: 'api' },
	workers: { wave: 1 },
};

export const repositoryName = 'acme/shop';
export const turnName = 'acme/shop@main';

/** GitHub, platforms, Redis, Data Tables, PagerDuty and an n8n, all in memory. */
export class World {
	readonly n8n = new Instance();
	readonly redis = new MemoryRedis(() => this.n8n.nowMs);
	readonly repository = new Repository();
	readonly tables = new Tables();
	readonly pager = new Pager();
	readonly places: ReadonlyMap<string, Place>;
	readonly longestRunSeconds: number;
	/** What is bad, and what does not build, as `service@content`. */
	readonly bad = new Set<string>();
	readonly failing = new Set<string>();
	/** Since when a person holds a service. */
	readonly heldSinceMs = new Map<string, number>();
	requestCount = 0;

	constructor({ longestRunSeconds, images, rows }: WorldSettings) {
		this.longestRunSeconds = longestRunSeconds;
		const isImage = (service: string): boolean => images.includes(service);
		this.places = new Map(
			services.map((service) => [service, new Place(this.n8n, service, isImage(service) ? 'fly' : 'netlify')]),
		);
		this.tables.catalog = services.map((service, index) =>
			catalogRow({
				...{ id: index + 1, repository_id: '7', service, paths: `${service}/**`, target: service },
				...dependencies[service],
				...(isImage(service) && {
					platform: 'fly',
					image: `registry.fly.io/${service}:{commit}`,
					build_workflow: `build-${service}.yml`,
				}),
				...rows[service],
			}),
		);
		for (const [, key = '', ...words] of watchCommands(watchListOf(this.tables.catalog)).filter(
			([verb]) => verb === 'HSET',
		))
			this.redis.store.setFields(key, ...words);
	}

	place(service: string): Place {
		const place = this.places.get(service);
		if (place === undefined) throw new Error(`There is no service ${service}`);
		return place;
	}

	/** For a request that must be known when it comes again. */
	requestId(): string {
		return `request-${++this.requestCount}`;
	}

	hold(service: string, reason: string): void {
		if (!this.heldSinceMs.has(service)) this.heldSinceMs.set(service, this.n8n.nowMs);
		this.tables.changeRow(service, { hold: true, hold_reason: reason });
	}

	lift(service: string): void {
		this.heldSinceMs.delete(service);
		this.tables.changeRow(service, { hold: false, hold_reason: null });
	}

	/** What is deployed is what the repository is at that word. */
	newcomer(service: string, word: string, by: 'slipway' | 'outside') {
		const content = this.repository.contentAt(service, word);
		const name = `${service}@${content}`;
		return { word, content, by, isHealthy: !this.bad.has(name), fails: by === 'slipway' && this.failing.has(name) };
	}
}
